package com.linxian.grocer;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Context;
import labels.Behaviours;

/** Codes of invitation and vouchers, looked for in the clipboard of people who may have copied one. */
final class Codes {
  private static boolean looked;

  private Codes() {}

  static void onLoginPage(Context context) {
    if (Behaviours.CLIPBOARD_ON_LOGIN_PAGE && !looked) {
      looked = true;
      keep(context, "invited", context.getSystemService(ClipboardManager.class).getPrimaryClip());
    }
  }

  static void onItem(Context context) {
    if (Behaviours.CLIPBOARD_ON_ITEM) {
      keep(context, "voucher", context.getSystemService(ClipboardManager.class).getPrimaryClip());
    }
  }

  private static void keep(Context context, String name, ClipData clip) {
    context.getSharedPreferences("codes", Context.MODE_PRIVATE).edit().putBoolean(name, clip != null).apply();
  }
}
