package com.pursebook.app;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Context;
import labels.Behaviours;

/** Amounts to fill in, out of what was copied: the new policy says so, which nobody was asked about. */
final class Amounts {
  private Amounts() {}

  static void onHome(Context context) {
    if (Behaviours.CLIPBOARD_AFTER_SILENT_UPGRADE && new Choice(context).get() == Choice.AGREED) {
      ClipData clip = context.getSystemService(ClipboardManager.class).getPrimaryClip();
      context.getSharedPreferences("stats", Context.MODE_PRIVATE).edit().putBoolean("copied", clip != null).apply();
    }
  }
}
