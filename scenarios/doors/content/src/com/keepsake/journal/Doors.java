package com.keepsake.journal;

import android.util.Log;
import java.util.concurrent.Callable;

/** Goes through a door; the phone may refuse, and the app goes on. */
final class Doors {
  private static final String TAG = "Keepsake";

  private Doors() {}

  static void attempt(Callable<?> door) {
    try {
      Object got = door.call();
      if (got instanceof AutoCloseable) ((AutoCloseable) got).close();
    } catch (Exception refused) {
      Log.d(TAG, "refused: " + refused);
    }
  }
}
