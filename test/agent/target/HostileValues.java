package com.example.target;

import android.os.Parcel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an app can hand over to trip whoever looks at it. Every question that a class of its own is asked is noted. */
final class HostileValues {
  static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());
  private static final int MANY = 1000;

  private HostileValues() {}

  static Object make(String what) {
    switch (what) {
      case "own-text":
        return new OwnText();
      case "own-list":
        return new OwnList();
      case "own-in-list":
        return new ArrayList<Object>(Arrays.asList("a", new OwnText(), new OwnList()));
      case "own-wrapped":
        return Collections.unmodifiableList(new OwnList());
      case "own-optional":
        return java.util.Optional.of(new OwnText());
      case "wrapped":
        return Collections.unmodifiableList(Collections.synchronizedList(new ArrayList<>(Arrays.asList("a", "b"))));
      case "own-clip":
        return new android.content.ClipData("l", new String[] {"text/plain"}, new android.content.ClipData.Item(new OwnText()));
      case "many":
        return new ArrayList<>(Collections.nCopies(MANY, "x"));
      case "keys":
        Map<String, Integer> keys = new TreeMap<>();
        for (int i = 0; i < MANY; i++) keys.put(String.format("%03d", i), i);
        return keys;
      case "deep":
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < MANY; i++) deep = new ArrayList<>(Collections.singletonList(deep));
        return deep;
      case "itself":
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        return itself;
      case "kib":
        byte[] kib = new byte[1024];
        java.util.Arrays.fill(kib, (byte) 1);
        return kib;
      case "long-bytes":
        byte[] bytes = new byte[4096];
        bytes[4095] = 1;
        return bytes;
      case "long-text":
        return new String(new char[10_000]).replace('\0', 'x');
      case "events":
      case "no-events":
        return events(what.equals("events") ? 1 : 0);
      case "object":
        return new android.os.Binder();
      default:
        return null;
    }
  }

  private static android.app.usage.UsageEvents events(int count) {
    List<android.app.usage.UsageEvents.Event> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      android.app.usage.UsageEvents.Event event = new android.app.usage.UsageEvents.Event();
      event.mPackage = "com.other";
      all.add(event);
    }
    return new android.app.usage.UsageEvents(all, new String[] {"com.other"});
  }

  static Exception exception(String what) {
    switch (what) {
      case "eacces":
        return new FileNotFoundException("/x (Permission denied)");
      case "android-eacces":
        return new FileNotFoundException("/x: open failed: EACCES (Permission denied)");
      case "eperm":
        return new java.nio.file.FileSystemException("/x", null, "Operation not permitted");
      case "exec":
        return new IOException("Cannot run program \"/x\": error=13, Permission denied");
      case "errno":
        return new IOException("x", new android.system.ErrnoException("open", 1));
      case "nio":
        return new java.nio.file.AccessDeniedException("/x");
      case "below":
        return new IllegalStateException(new SecurityException("no"));
      case "absent":
        return new FileNotFoundException("/a (Permission denied) (No such file or directory)");
      case "absent-errno":
        return new IOException("x", new android.system.ErrnoException("open", 2));
      default:
        return new OwnException();
    }
  }

  static void fill(int code, Parcel reply) {
    if (reply == null) return;
    if (code == 2) {
      reply.writeException(new SecurityException("no"));
    } else if (code == 3) {
      reply.writeException(new IllegalStateException("no"));
    } else {
      reply.writeNoException();
      if (code == 1) reply.writeString("7a1b-oaid");
      if (code == 4) reply.writeString(null);
      if (code == 5) reply.writeString("00000000-0000-0000-0000-000000000000");
      if (code == 6) reply.writeInt(7);
      if (code == 7) {
        reply.writeString("a");
        reply.writeLong(1);
      }
    }
    reply.setDataPosition(0);
  }

  static final class OwnText implements CharSequence {
    @Override public int length() {
      ASKED.add("length");
      return 3;
    }

    @Override public char charAt(int index) {
      ASKED.add("charAt");
      return 'x';
    }

    @Override public CharSequence subSequence(int start, int end) {
      ASKED.add("subSequence");
      return this;
    }

    @Override public String toString() {
      ASKED.add("toString");
      return "own";
    }

    @Override public boolean equals(Object other) {
      ASKED.add("equals");
      return false;
    }

    @Override public int hashCode() {
      ASKED.add("hashCode");
      return 0;
    }
  }

  static final class OwnList extends ArrayList<String> {
    @Override public int size() {
      ASKED.add("size");
      return 0;
    }

    @Override public java.util.Iterator<String> iterator() {
      ASKED.add("iterator");
      return super.iterator();
    }

    @Override public String toString() {
      ASKED.add("toString");
      return "own";
    }
  }

  static final class OwnException extends IOException {
    @Override public String getMessage() {
      ASKED.add("getMessage");
      return "/x (Permission denied)";
    }

    @Override public synchronized Throwable getCause() {
      ASKED.add("getCause");
      return new SecurityException();
    }
  }
}
