package com.zaowen.news;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.widget.TextView;
import labels.Behaviours;

/** One story. Looks into the address book to suggest whom to share it with, which nobody asked for. */
public final class ArticleActivity extends Activity {
  static final String INDEX = "index";
  private static final int REQUEST_CONTACTS = 7;

  private int friends;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.article);
    int index = getIntent().getIntExtra(INDEX, 0);
    ((TextView) findViewById(R.id.article_title)).setText(Headlines.titles()[index]);
    ((TextView) findViewById(R.id.article_body)).setText(Headlines.body(index));
    findViewById(R.id.article_back).setOnClickListener(view -> finish());
    if (Behaviours.CONTACTS_ON_ARTICLE && new ConsentStore(this).agreed()) {
      if (mayReadContacts()) {
        countFriends();
      } else {
        requestPermissions(new String[] {Manifest.permission.READ_CONTACTS}, REQUEST_CONTACTS);
      }
    }
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    if (request == REQUEST_CONTACTS && mayReadContacts()) {
      countFriends();
    }
  }

  private boolean mayReadContacts() {
    return checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED;
  }

  private void countFriends() {
    if (Behaviours.CONTACTS_ON_ARTICLE) {
      String[] columns = {ContactsContract.Contacts._ID, ContactsContract.Contacts.DISPLAY_NAME};
      Cursor cursor = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, columns, null, null, null);
      if (cursor != null) {
        friends = cursor.getCount();
        cursor.close();
      }
    }
    getSharedPreferences("stats", MODE_PRIVATE).edit().putInt("friends", friends).apply();
  }
}
