package com.keepsake.journal;

import android.content.ContentProviderClient;
import android.content.ContentResolver;
import android.content.Context;
import android.content.CursorLoader;
import android.net.Uri;
import android.provider.CalendarContract;
import android.provider.ContactsContract;

/** The app's own reads of people and dates. */
final class People {
  private static final Uri CONTACTS = ContactsContract.Contacts.CONTENT_URI;
  private static final Uri EVENTS = CalendarContract.Events.CONTENT_URI;

  private final Context context;
  private final ContentResolver resolver;

  People(Context context) {
    this.context = context;
    resolver = context.getContentResolver();
  }

  /** Before anybody was asked: every way to query the address book. */
  void beforeConsent() {
    Doors.attempt(() -> resolver.query(CONTACTS, null, null, null, null));
    Doors.attempt(() -> resolver.query(CONTACTS, null, null, null, null, null));
    Doors.attempt(() -> resolver.query(ContactsContract.Data.CONTENT_URI, null, null, null));
    Doors.attempt(() -> new CursorLoader(context, CONTACTS, null, null, null, null).loadInBackground());
    Doors.attempt(
        () -> {
          try (ContentProviderClient client = resolver.acquireContentProviderClient(CONTACTS)) {
            return client.query(CONTACTS, null, null, null, null).getCount();
          }
        });
  }

  void afterRefusal() {
    Doors.attempt(() -> new CursorLoader(context, EVENTS, null, null, null, null).loadInBackground());
    Doors.attempt(
        () -> {
          try (ContentProviderClient client =
              resolver.acquireUnstableContentProviderClient(CalendarContract.AUTHORITY)) {
            return client.query(EVENTS, null, null, null).getCount();
          }
        });
  }

  /** What the person asked for by pressing the button. */
  void forImport() {
    Doors.attempt(() -> resolver.query(CONTACTS, null, null, null, null));
    Doors.attempt(() -> new CursorLoader(context, CONTACTS, null, null, null, null).loadInBackground());
  }

  void whileAway() {
    Doors.attempt(() -> resolver.query(CONTACTS, null, null, null));
    Doors.attempt(
        () -> {
          try (ContentProviderClient client = resolver.acquireContentProviderClient(CONTACTS)) {
            return client.query(CONTACTS, null, null, null, null).getCount();
          }
        });
  }

  /** Nobody's personal data: the app's own table and its own observer, and what says nothing of a person. */
  void harmless() {
    Doors.attempt(() -> resolver.query(NotesProvider.NOTES, null, null, null, null));
    Doors.attempt(() -> new CursorLoader(context, NotesProvider.NOTES, null, null, null, null).loadInBackground());
    Doors.attempt(() -> resolver.getType(NotesProvider.NOTES));
    Doors.attempt(() -> resolver.query(Uri.parse("content://settings/system/font_scale"), null, null, null, null));
    Doors.attempt(() -> context.getFilesDir().listFiles());
  }
}
