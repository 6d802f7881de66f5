package com.pursebook.app;

import android.content.Context;
import android.content.SharedPreferences;

/** What the person decided about the privacy policy, and which edition of it was agreed to. */
final class Choice {
  static final int NONE = 0;
  static final int AGREED = 1;
  static final int DECLINED = 2;
  static final int WITHDRAWN = 3;

  private final SharedPreferences preferences;

  Choice(Context context) {
    preferences = context.getSharedPreferences("choice", Context.MODE_PRIVATE);
  }

  int get() {
    return preferences.getInt("choice", NONE);
  }

  int edition() {
    return preferences.getInt("edition", 0);
  }

  void set(int choice) {
    preferences.edit().putInt("choice", choice).putInt("edition", Policy.EDITION).commit();
  }
}
