package virtualhandset;

import java.util.Arrays;

/** An app must not find the phone's insides at the top of an exception. */
public final class HiddenFrames {
  private HiddenFrames() {}

  /** Takes the phone's own frames off the top of the exception's stack; returns the exception. */
  public static <T extends Throwable> T hide(T thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    int top = 0;
    while (top < stack.length && stack[top].getClassName().startsWith("virtualhandset.")) top++;
    thrown.setStackTrace(Arrays.copyOfRange(stack, top, stack.length));
    return thrown;
  }
}
