package virtualhandset.seed;

import android.content.ContentValues;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.provider.CalendarContract;
import android.provider.ContactsContract.CommonDataKinds.Email;
import android.provider.ContactsContract.CommonDataKinds.Phone;
import android.provider.ContactsContract.CommonDataKinds.StructuredName;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The database behind the phone's own content providers: contacts, call log, messages, calendar, media. It belongs to
 * the phone, not to the app, so it outlives the app's process; another seed starts it afresh.
 */
final class PhoneStore {
  private static final long HOUR_MS = 3_600_000L;

  private PhoneStore() {}

  static SQLiteDatabase open(Path deviceDir, SeedValues seed) {
    File file = deviceDir.resolve("phone-store.db").toFile();
    SQLiteDatabase db = SQLiteDatabase.openOrCreateDatabase(file, null);
    int fingerprint = (seed.toString().hashCode() ^ Arrays.hashCode(PhoneSchema.STATEMENTS)) | 1;
    if (db.getVersion() == fingerprint) return db;
    db.close();
    SQLiteDatabase.deleteDatabase(file);
    db = SQLiteDatabase.openOrCreateDatabase(file, null);
    db.beginTransaction();
    try {
      for (String statement : PhoneSchema.STATEMENTS) db.execSQL(statement);
      fill(db, seed, deviceDir);
      db.setVersion(fingerprint);
      db.setTransactionSuccessful();
    } finally {
      db.endTransaction();
    }
    return db;
  }

  private static void fill(SQLiteDatabase db, SeedValues seed, Path deviceDir) {
    long now = System.currentTimeMillis();
    for (SeedValues contact : seed.list("contacts")) contact(db, contact);
    long age = 1;
    for (SeedValues sms : seed.list("sms")) message(db, sms, sms.integer("date", now - HOUR_MS * age++));
    for (SeedValues mms : seed.list("mms")) multimediaMessage(db, mms, mms.integer("date", now - HOUR_MS * age++));
    for (SeedValues call : seed.list("callLog")) {
      ContentValues row = new ContentValues();
      row.put("number", call.text("number"));
      row.put("name", call.text("name"));
      row.put("date", call.integer("date", now - HOUR_MS * age++));
      row.put("duration", call.integer("duration", 42));
      row.put("type", call.integer("type", 1));
      db.insertOrThrow("calls", null, row);
    }
    calendar(db, seed, now);
    for (SeedValues photo : seed.list("photos")) media(db, StorageSeed.photoFile(deviceDir, photo.text("name")), "image/jpeg", 1, now);
    for (SeedValues video : seed.list("videos")) media(db, StorageSeed.photoFile(deviceDir, video.text("name")), "video/mp4", 3, now);
    for (SeedValues song : seed.list("music")) media(db, StorageSeed.musicFile(deviceDir, song.text("name")), "audio/mpeg", 2, now);
  }

  private static void contact(SQLiteDatabase db, SeedValues contact) {
    ContentValues raw = new ContentValues();
    raw.put("account_type", contact.text("accountType"));
    raw.put("account_name", contact.text("accountName"));
    long id = db.insertOrThrow("raw_contacts", null, raw);
    ContentValues name = data(id, StructuredName.CONTENT_ITEM_TYPE);
    name.put(StructuredName.DISPLAY_NAME, contact.text("name"));
    name.put(StructuredName.GIVEN_NAME, contact.text("name"));
    db.insertOrThrow("data", null, name);
    if (contact.has("number")) {
      ContentValues phone = data(id, Phone.CONTENT_ITEM_TYPE);
      phone.put(Phone.NUMBER, contact.text("number"));
      phone.put(Phone.NORMALIZED_NUMBER, contact.text("number").replaceAll("[^+0-9]", ""));
      phone.put(Phone.TYPE, Phone.TYPE_MOBILE);
      db.insertOrThrow("data", null, phone);
    }
    if (contact.has("email")) {
      ContentValues email = data(id, Email.CONTENT_ITEM_TYPE);
      email.put(Email.ADDRESS, contact.text("email"));
      email.put(Email.TYPE, Email.TYPE_HOME);
      db.insertOrThrow("data", null, email);
    }
  }

  private static ContentValues data(long rawContact, String mimeType) {
    ContentValues row = new ContentValues();
    row.put("raw_contact_id", rawContact);
    row.put("mimetype", mimeType);
    return row;
  }

  private static void message(SQLiteDatabase db, SeedValues sms, long date) {
    ContentValues row = new ContentValues();
    row.put("thread_id", thread(db, sms.text("address")));
    row.put("address", sms.text("address"));
    row.put("body", sms.text("body"));
    row.put("date", date);
    row.put("date_sent", date);
    row.put("read", 1);
    row.put("seen", 1);
    row.put("type", sms.integer("type", 1));
    db.insertOrThrow("sms", null, row);
  }

  private static void multimediaMessage(SQLiteDatabase db, SeedValues mms, long date) {
    ContentValues row = new ContentValues();
    row.put("thread_id", thread(db, mms.text("address")));
    row.put("sub", mms.text("subject"));
    row.put("date", date / 1000);
    row.put("msg_box", 1);
    row.put("m_type", 132);
    long id = db.insertOrThrow("pdu", null, row);
    ContentValues part = new ContentValues();
    part.put("mid", id);
    part.put("ct", "text/plain");
    part.put("text", mms.text("body"));
    db.insertOrThrow("part", null, part);
    ContentValues address = new ContentValues();
    address.put("msg_id", id);
    address.put("address", mms.text("address"));
    address.put("type", 137);
    db.insertOrThrow("addr", null, address);
  }

  /** Messages with one person form a thread. */
  private static long thread(SQLiteDatabase db, String address) {
    try (Cursor known = db.rawQuery("SELECT _id FROM canonical_addresses WHERE address = ?", new String[] {address})) {
      if (known.moveToFirst()) return known.getLong(0);
    }
    ContentValues row = new ContentValues();
    row.put("address", address);
    return db.insertOrThrow("canonical_addresses", null, row);
  }

  private static void calendar(SQLiteDatabase db, SeedValues seed, long now) {
    if (seed.list("calendar").isEmpty()) return;
    ContentValues calendar = new ContentValues();
    calendar.put("name", "Calendar");
    calendar.put("calendar_displayName", "Calendar");
    calendar.put("account_name", "local");
    calendar.put("account_type", CalendarContract.ACCOUNT_TYPE_LOCAL);
    calendar.put("ownerAccount", "local");
    calendar.put("calendar_access_level", CalendarContract.Calendars.CAL_ACCESS_OWNER);
    long id = db.insertOrThrow("calendars", null, calendar);
    int ahead = 1;
    for (SeedValues event : seed.list("calendar")) {
      long start = event.integer("start", now + 24 * HOUR_MS * ahead++);
      ContentValues row = new ContentValues();
      row.put("calendar_id", id);
      row.put("title", event.text("title"));
      row.put("description", event.text("description"));
      row.put("eventLocation", event.text("location"));
      row.put("dtstart", start);
      row.put("dtend", event.integer("end", start + HOUR_MS));
      row.put("eventTimezone", TimeZone.getDefault().getID());
      db.insertOrThrow("events", null, row);
    }
  }

  private static void media(SQLiteDatabase db, File file, String mimeType, int mediaType, long now) {
    String folder = file.getParentFile().getName();
    ContentValues row = new ContentValues();
    row.put("_data", file.getPath());
    row.put("_display_name", file.getName());
    row.put("title", file.getName().replaceFirst("\\.[^.]*$", ""));
    row.put("_size", file.length());
    row.put("mime_type", mimeType);
    row.put("media_type", mediaType);
    row.put("date_added", now / 1000);
    row.put("date_modified", now / 1000);
    row.put("datetaken", now);
    row.put("width", 64);
    row.put("height", 64);
    row.put("relative_path", folder.equals("Camera") ? "DCIM/Camera/" : folder + "/");
    row.put("bucket_id", folder.toLowerCase(Locale.ROOT).hashCode());
    row.put("bucket_display_name", folder);
    row.put("owner_package_name", "com.android.camera");
    db.insertOrThrow("files", null, row);
  }
}
