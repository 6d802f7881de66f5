package io.consentry.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Reads the reply of a transaction and puts the app's place in it back: a look leaves no trace in a parcel. */
final class Reply {
  private static final int EX_SECURITY = -1;
  /** Headers that stand before the reply of a call that went well: how long they are comes next. */
  private static final int EX_HAS_NOTED_APPOPS_REPLY_HEADER = -127;
  private static final int EX_HAS_STRICTMODE_REPLY_HEADER = -128;
  private static final int INT_BYTES = 4;
  /** Of a text, so that its outcome goes before it. */
  private static final int MAX_UNITS = Text.MAX_TEXT - 16;

  private final Object parcel;
  private final Method readInt;
  private final Method position;
  private final Method seek;
  private final int size;

  private Reply(Object parcel) throws ReflectiveOperationException {
    Class<?> type = parcel.getClass();
    this.parcel = parcel;
    readInt = type.getMethod("readInt");
    position = type.getMethod("dataPosition");
    seek = type.getMethod("setDataPosition", int.class);
    size = (Integer) type.getMethod("dataSize").invoke(parcel);
  }

  /** {@code denied}, {@code error}, {@code empty}, or {@code value} with {@link Values#PART} and the text where it is one. */
  static String read(Object parcel) throws ReflectiveOperationException {
    Reply reply = new Reply(parcel);
    int before = (Integer) reply.position.invoke(parcel);
    try {
      return reply.outcome();
    } catch (InvocationTargetException otherForm) {
      return "value"; // something came, in a form of its own
    } finally {
      reply.seek.invoke(parcel, before);
    }
  }

  private String outcome() throws ReflectiveOperationException {
    if (size < INT_BYTES) {
      return "empty";
    }
    seek.invoke(parcel, 0);
    int code = next();
    if (code == EX_HAS_NOTED_APPOPS_REPLY_HEADER) {
      skipHeader();
      code = next();
    }
    if (code == EX_HAS_STRICTMODE_REPLY_HEADER) {
      skipHeader();
      code = 0;
    }
    if (code != 0) {
      return code == EX_SECURITY ? "denied" : "error";
    }
    int start = at();
    int left = size - start;
    if (left < INT_BYTES) {
      return "empty";
    }
    if (left == INT_BYTES) {
      return word(start);
    }
    String text = text(start);
    return text == null ? "value" : text.isEmpty() ? "empty" : "value" + Values.PART + text;
  }

  /** One word: a number; or no text, no object, no element, no. */
  private String word(int start) throws ReflectiveOperationException {
    int only;
    try {
      only = next();
    } catch (InvocationTargetException noNumber) {
      // A parcel that keeps what was written as it was knows a null text from a number.
      return text(start) == null ? "empty" : "value";
    }
    return only == 0 || only == -1 ? "empty" : "value" + Values.PART + only;
  }

  /** The length counts itself. */
  private void skipHeader() throws ReflectiveOperationException {
    int start = at();
    int length = next();
    seek.invoke(parcel, Math.min(size, Math.max(start + length, start + INT_BYTES)));
  }

  /** What is left, where that is one text and no more; null elsewhere. */
  private String text(int start) throws ReflectiveOperationException {
    seek.invoke(parcel, start);
    Object text = parcel.getClass().getMethod("readString").invoke(parcel);
    return text instanceof String && at() == size ? Text.cut((String) text, MAX_UNITS) : null;
  }

  private int next() throws ReflectiveOperationException {
    return (Integer) readInt.invoke(parcel);
  }

  private int at() throws ReflectiveOperationException {
    return (Integer) position.invoke(parcel);
  }
}
