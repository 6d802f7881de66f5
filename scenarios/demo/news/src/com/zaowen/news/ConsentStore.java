package com.zaowen.news;

import android.content.Context;
import android.content.SharedPreferences;

/** Remembers whether the person agreed to the privacy policy. */
final class ConsentStore {
  private final SharedPreferences preferences;

  ConsentStore(Context context) {
    preferences = context.getSharedPreferences("consent", Context.MODE_PRIVATE);
  }

  boolean agreed() {
    return preferences.getBoolean("privacy_agreed", false);
  }

  void agree() {
    preferences.edit().putBoolean("privacy_agreed", true).commit();
  }
}
