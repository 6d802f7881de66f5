package virtualhandset.seed;

import android.content.ContentUris;
import android.content.ContentValues;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;
import android.os.Bundle;
import android.os.ParcelFileDescriptor;
import android.text.TextUtils;
import java.io.File;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import virtualhandset.HiddenFrames;
import virtualhandset.policy.Gate;

/** A content provider of the phone over tables of the phone store; each call asks the platform policy first. */
final class TableProvider extends PhoneProvider {
  private final SQLiteDatabase db;
  private final List<Route> routes;
  private final String typePrefix;

  TableProvider(SQLiteDatabase db, String typePrefix, List<Route> routes) {
    this.db = db;
    this.typePrefix = typePrefix;
    this.routes = routes;
  }

  private record Target(Route route, String where, List<String> arguments) {}

  private Target target(Uri uri) {
    for (Route route : routes) {
      List<String> parts = route.match(uri);
      if (parts == null) continue;
      if (route.where() == null) {
        return route.single() ? new Target(route, "_id = ?", parts) : new Target(route, null, List.of());
      }
      int wanted = (int) route.where().chars().filter(c -> c == '?').count();
      List<String> arguments = new ArrayList<>();
      for (int i = 0; i < wanted; i++) arguments.add(parts.get(Math.min(i, parts.size() - 1)));
      return new Target(route, route.where(), arguments);
    }
    throw new IllegalArgumentException("Unknown URL " + uri);
  }

  @Override
  public Cursor query(Uri uri, String[] projection, String selection, String[] arguments, String order) {
    String mode = Gate.checkProvider(uri, "query");
    Target target = target(uri);
    String where = and(target.where, selection);
    List<String> all = new ArrayList<>(target.arguments);
    if (arguments != null) all.addAll(Arrays.asList(arguments));
    if (mode.equals(Gate.NO_ROWS)) where = and("0", where);
    if (mode.equals(Gate.OWN_ROWS)) {
      where = and("owner_package_name = ?", where);
      all.add(0, getContext().getPackageName());
    }
    String limit = uri.getQueryParameter("limit");
    Cursor rows = db.query(false, target.route.source(), projection, where, all.toArray(new String[0]), null, null, order, limit);
    rows.setNotificationUri(getContext().getContentResolver(), uri);
    return rows;
  }

  @Override
  public Uri insert(Uri uri, ContentValues values) {
    Gate.checkProvider(uri, "insert");
    Route route = target(uri).route;
    if (route.table() == null) throw new UnsupportedOperationException("Cannot insert URL: " + uri);
    ContentValues row = values == null ? new ContentValues() : new ContentValues(values);
    if (route.table().equals("files")) MediaRows.complete(uri, row, getContext().getPackageName());
    Uri made = ContentUris.withAppendedId(uri, db.insertOrThrow(route.table(), "_id", row));
    getContext().getContentResolver().notifyChange(uri, null);
    return made;
  }

  @Override
  public int delete(Uri uri, String selection, String[] arguments) {
    return change(uri, "delete", null, selection, arguments);
  }

  @Override
  public int update(Uri uri, ContentValues values, String selection, String[] arguments) {
    return change(uri, "update", values, selection, arguments);
  }

  private int change(Uri uri, String method, ContentValues values, String selection, String[] arguments) {
    String mode = Gate.checkProvider(uri, method);
    Target target = target(uri);
    String table = target.route.table();
    if (table == null) throw new UnsupportedOperationException("Cannot " + method + " URL: " + uri);
    String source = target.route.source();
    // The view knows the columns the caller may name; the table is what changes.
    String rows = "SELECT " + (source.equals("view_contacts") ? "contact_id" : "_id") + " FROM " + source;
    String where = and(target.where, selection);
    List<String> all = new ArrayList<>(target.arguments);
    if (arguments != null) all.addAll(Arrays.asList(arguments));
    if (mode.equals(Gate.NO_ROWS)) where = and("0", where);
    if (mode.equals(Gate.OWN_ROWS)) {
      where = and("owner_package_name = ?", where);
      all.add(0, getContext().getPackageName());
    }
    String chosen = "_id IN (" + rows + (where == null ? "" : " WHERE " + where) + ")";
    String[] bound = all.toArray(new String[0]);
    int count = values == null ? db.delete(table, chosen, bound) : db.update(table, values, chosen, bound);
    if (count > 0) getContext().getContentResolver().notifyChange(uri, null);
    return count;
  }

  @Override
  public String getType(Uri uri) {
    Route route = target(uri).route;
    if (route.source().equals("files") && route.single()) {
      try (Cursor row = query(uri, new String[] {"mime_type"}, null, null, null)) {
        if (row.moveToFirst()) return row.getString(0);
      }
    }
    return "vnd.android.cursor." + (route.single() ? "item/" : "dir/") + typePrefix + route.source().replace("view_", "");
  }

  @Override
  public ParcelFileDescriptor openFile(Uri uri, String mode) throws FileNotFoundException {
    try (Cursor row = query(uri, new String[] {"_data"}, null, null, null)) {
      if (!row.moveToFirst() || row.isNull(0)) throw HiddenFrames.hide(new FileNotFoundException("No item at " + uri));
      return ParcelFileDescriptor.open(new File(row.getString(0)), ParcelFileDescriptor.parseMode(mode));
    }
  }

  @Override
  public Bundle call(String method, String argument, Bundle extras) {
    return null;
  }

  private static String and(String one, String other) {
    if (TextUtils.isEmpty(other)) return one;
    return one == null ? "(" + other + ")" : one + " AND (" + other + ")";
  }
}
