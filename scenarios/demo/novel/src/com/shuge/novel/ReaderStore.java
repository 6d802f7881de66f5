package com.shuge.novel;

import android.content.Context;
import android.content.SharedPreferences;

/** What the reader chose. */
final class ReaderStore {
  static final int UNDECIDED = 0;
  static final int MEMBER = 1;
  static final int GUEST = 2;
  static final int LEFT = 3;

  private final SharedPreferences preferences;

  ReaderStore(Context context) {
    preferences = context.getSharedPreferences("reader", Context.MODE_PRIVATE);
  }

  int mode() {
    return preferences.getInt("mode", UNDECIDED);
  }

  void choose(int mode) {
    preferences.edit().putInt("mode", mode).putBoolean("was_here", true).commit();
  }

  boolean wasHere() {
    return preferences.getBoolean("was_here", false);
  }
}
