package io.cashgraph.insight;

import android.Manifest;
import android.content.Context;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.provider.ContactsContract;
import android.provider.Settings;
import labels.Behaviours;

/** Spending insights by a third party. */
public final class CashGraph {
  private static CashGraph instance;

  private final Context context;
  private String device = "";
  private int friends;

  private CashGraph(Context context) {
    this.context = context.getApplicationContext();
  }

  public static synchronized CashGraph get(Context context) {
    if (instance == null) {
      instance = new CashGraph(context);
    }
    return instance;
  }

  /** The person has agreed. */
  public void start() {
    readDevice();
  }

  /** The app starts anew with what it knew. */
  public void restore() {
    if (Behaviours.CASHGRAPH_ANDROID_ID_AFTER_RELAUNCH) {
      readDevice();
    }
  }

  public void refresh() {
    if (Behaviours.CONTACTS_AFTER_WITHDRAWAL && mayReadContacts()) {
      String[] columns = {ContactsContract.Contacts._ID, ContactsContract.Contacts.DISPLAY_NAME};
      Cursor cursor =
          context.getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, columns, null, null, null);
      if (cursor != null) {
        friends = cursor.getCount();
        cursor.close();
      }
    }
  }

  private boolean mayReadContacts() {
    return context.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED;
  }

  private void readDevice() {
    device = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
  }

  /** The line that would be sent with the next report. */
  String payload() {
    return device + ":" + friends;
  }
}
