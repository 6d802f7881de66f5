package com.pursebook.app;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Shares a bill with people of the address book; those who keep it closed type a name instead. */
public final class SplitActivity extends Activity {
  private static final int REQUEST_CONTACTS = 4;

  private Page page;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    page = new Page(this, R.string.split);
    if (mayReadContacts()) {
      choose();
    } else {
      requestPermissions(new String[] {Manifest.permission.READ_CONTACTS}, REQUEST_CONTACTS);
    }
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    if (mayReadContacts()) {
      choose();
    } else {
      page.say(R.string.split_denied);
    }
  }

  private boolean mayReadContacts() {
    return checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED;
  }

  private void choose() {
    String[] columns = {ContactsContract.Contacts._ID, ContactsContract.Contacts.DISPLAY_NAME};
    Cursor cursor = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, columns, null, null, null);
    if (cursor != null) {
      page.say(cursor.moveToFirst() ? R.string.split_body : R.string.split_denied);
      cursor.close();
    }
  }
}
