package com.pushlite.sdk;

import android.accounts.AccountManager;
import android.app.usage.UsageStatsManager;
import android.content.ContentProviderOperation;
import android.content.ContentResolver;
import android.content.ContentValues;
import android.content.Context;
import android.provider.CalendarContract;
import android.provider.ContactsContract;
import java.util.ArrayList;

/** A push SDK that looks for accounts, dates and habits, and would leave a number in the address book. */
public final class PushLite {
  private static final long DAY_MS = 86_400_000;

  private PushLite() {}

  public static void start(Context context) {
    ContentResolver resolver = context.getContentResolver();
    AccountManager accounts = AccountManager.get(context);
    Doors.attempt(() -> accounts.getAccounts());
    Doors.attempt(() -> accounts.getAccountsByType("com.example.account"));
    Doors.attempt(() -> AccountManager.class.getMethod("getAccounts").invoke(accounts));
    Doors.attempt(() -> resolver.query(CalendarContract.Events.CONTENT_URI, null, null, null));
    UsageStatsManager usage = context.getSystemService(UsageStatsManager.class);
    long now = System.currentTimeMillis();
    Doors.attempt(() -> usage.queryUsageStats(UsageStatsManager.INTERVAL_DAILY, now - DAY_MS, now));
    Doors.attempt(() -> usage.queryEvents(now - DAY_MS, now));
  }

  public static void afterRefusal(Context context) {
    ContentResolver resolver = context.getContentResolver();
    ContentValues row = new ContentValues();
    row.put(ContactsContract.RawContacts.ACCOUNT_NAME, "pushlite");
    Doors.attempt(() -> resolver.bulkInsert(ContactsContract.RawContacts.CONTENT_URI, new ContentValues[] {row}));
    ArrayList<ContentProviderOperation> batch = new ArrayList<>();
    batch.add(ContentProviderOperation.newInsert(ContactsContract.RawContacts.CONTENT_URI).withValues(row).build());
    Doors.attempt(() -> resolver.applyBatch(ContactsContract.AUTHORITY, batch));
  }
}
