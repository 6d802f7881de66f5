package virtualhandset;

import android.util.Log;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Uncaught exceptions of the app, reported once: on a phone the first one ends the process. */
final class Crashes implements Thread.UncaughtExceptionHandler {
  private static final int MAX_STACK = 64_000;

  private final Wire wire;
  private final AtomicBoolean crashed = new AtomicBoolean();

  Crashes(Wire wire) {
    this.wire = wire;
  }

  boolean hasCrashed() {
    return crashed.get();
  }

  /** As the runtime does on a phone: first the app's own handler, then the end whatever that handler did. */
  void onMainThread(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    try {
      if (handler != null && handler != this) handler.uncaughtException(Thread.currentThread(), cause);
    } catch (Throwable inHandler) {
      Log.e("AndroidRuntime", "the app's crash handler failed", inHandler);
    }
    uncaughtException(Thread.currentThread(), cause);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (!crashed.compareAndSet(false, true)) return;
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    String text = stack.toString();
    System.err.println("FATAL EXCEPTION: " + thread.getName() + "\n" + text);
    Clock.stop();
    wire.event(
        "crash",
        "thread", thread.getName(),
        "exception", thrown.toString(),
        "stack", text.length() > MAX_STACK ? text.substring(0, MAX_STACK) : text);
  }

  /** The app's own exception inside what reflection wrapped around it. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof InvocationTargetException
            || cause.getClass() == RuntimeException.class && cause.getStackTrace().length > 0
                && cause.getStackTrace()[0].getClassName().startsWith("org.robolectric."))) {
      cause = cause.getCause();
    }
    return cause;
  }
}
