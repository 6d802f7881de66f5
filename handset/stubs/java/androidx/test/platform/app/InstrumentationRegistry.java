package androidx.test.platform.app;

import android.app.Instrumentation;
import android.os.Bundle;

/** Holds the process's instrumentation. */
public final class InstrumentationRegistry {
  private static volatile Instrumentation instrumentation;
  private static volatile Bundle arguments = new Bundle();

  private InstrumentationRegistry() {}

  public static Instrumentation getInstrumentation() {
    if (instrumentation == null) throw new IllegalStateException("no instrumentation registered");
    return instrumentation;
  }

  public static Bundle getArguments() {
    return new Bundle(arguments);
  }

  public static void registerInstance(Instrumentation instance, Bundle args) {
    instrumentation = instance;
    arguments = new Bundle(args);
  }
}
