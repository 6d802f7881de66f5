package com.pursebook.app;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.view.View;
import labels.Behaviours;

/** Writes down an expense, but only for those who open their address book, which this has no use for. */
public final class ExpenseActivity extends Activity {
  private static final int REQUEST_CONTACTS = 3;

  private int friends;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.expense);
    findViewById(R.id.expense_save).setOnClickListener(view -> finish());
    findViewById(R.id.expense_back).setOnClickListener(view -> finish());
    if (new Choice(this).get() != Choice.AGREED) {
      showForm();
    } else if (mayReadContacts()) {
      countFriends();
      showForm();
    } else {
      requestPermissions(new String[] {Manifest.permission.READ_CONTACTS}, REQUEST_CONTACTS);
    }
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    if (mayReadContacts()) {
      countFriends();
    }
    if (mayReadContacts() || !Behaviours.EXPENSE_REFUSED_WITHOUT_CONTACTS) {
      showForm();
    } else {
      findViewById(R.id.expense_refused).setVisibility(View.VISIBLE);
    }
  }

  private boolean mayReadContacts() {
    return checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED;
  }

  private void countFriends() {
    if (Behaviours.CONTACTS_ON_EXPENSE) {
      String[] columns = {ContactsContract.Contacts._ID};
      Cursor cursor = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, columns, null, null, null);
      if (cursor != null) {
        friends = cursor.getCount();
        cursor.close();
      }
    }
    getSharedPreferences("stats", MODE_PRIVATE).edit().putInt("friends", friends).apply();
  }

  private void showForm() {
    findViewById(R.id.expense_form).setVisibility(View.VISIBLE);
  }
}
