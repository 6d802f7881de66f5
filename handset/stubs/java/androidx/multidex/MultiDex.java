package androidx.multidex;

import android.content.Context;

/** All dex files of an app are already on the class path: there is nothing to install. */
public final class MultiDex {
  private MultiDex() {}

  public static void install(Context context) {}

  public static void installInstrumentation(Context instrumentationContext, Context targetContext) {}
}
