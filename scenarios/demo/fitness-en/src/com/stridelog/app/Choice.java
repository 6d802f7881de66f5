package com.stridelog.app;

import android.content.Context;
import android.content.SharedPreferences;

/** What the person chose on the welcome screen. */
final class Choice {
  static final int NONE = 0;
  static final int AGREED = 1;
  static final int DECLINED = 2;

  private final SharedPreferences preferences;

  Choice(Context context) {
    preferences = context.getSharedPreferences("choice", Context.MODE_PRIVATE);
  }

  int get() {
    return preferences.getInt("privacy", NONE);
  }

  void set(int choice) {
    preferences.edit().putInt("privacy", choice).commit();
  }
}
