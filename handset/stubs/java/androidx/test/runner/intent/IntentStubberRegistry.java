package androidx.test.runner.intent;

/** No intent is ever stubbed on this phone. */
public final class IntentStubberRegistry {
  private IntentStubberRegistry() {}

  public static boolean isLoaded() {
    return false;
  }

  public static IntentStubber getInstance() {
    throw new IllegalStateException("no intent stubber loaded");
  }
}
