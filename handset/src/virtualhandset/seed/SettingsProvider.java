package virtualhandset.seed;

import android.content.ContentResolver;
import android.content.ContentValues;
import android.database.Cursor;
import android.database.MatrixCursor;
import android.net.Uri;
import android.os.Bundle;
import android.provider.Settings;
import java.util.List;

/** {@code content://settings}: the doors to a setting besides Settings.Secure.getString. */
final class SettingsProvider extends PhoneProvider {
  private static final String[] COLUMNS = {"_id", "name", "value"};

  @Override
  public Bundle call(String method, String argument, Bundle extras) {
    int cut = method.indexOf('_');
    if (!method.startsWith("GET_") || argument == null) return null;
    Bundle answer = new Bundle();
    answer.putString("value", read(method.substring(cut + 1), argument));
    return answer;
  }

  @Override
  public Cursor query(Uri uri, String[] projection, String selection, String[] arguments, String order) {
    List<String> path = uri.getPathSegments();
    String[] columns = projection == null ? COLUMNS : projection;
    MatrixCursor cursor = new MatrixCursor(columns);
    String name = path.size() > 1 ? path.get(1) : named(selection, arguments);
    String value = path.isEmpty() || name == null ? null : read(path.get(0), name);
    if (value == null) return cursor;
    MatrixCursor.RowBuilder row = cursor.newRow();
    row.add("_id", 1);
    row.add("name", name);
    row.add("value", value);
    return cursor;
  }

  /** The setting named by {@code name=?} or {@code name='...'}. */
  private static String named(String selection, String[] arguments) {
    if (selection == null) return null;
    if (selection.contains("?") && arguments != null && arguments.length > 0) return arguments[0];
    int open = selection.indexOf('\'');
    int close = selection.lastIndexOf('\'');
    return open >= 0 && close > open ? selection.substring(open + 1, close) : null;
  }

  private String read(String table, String name) {
    ContentResolver resolver = getContext().getContentResolver();
    return switch (table) {
      case "secure" -> Settings.Secure.getString(resolver, name);
      case "system" -> Settings.System.getString(resolver, name);
      case "global" -> Settings.Global.getString(resolver, name);
      default -> null;
    };
  }

  @Override
  public String getType(Uri uri) {
    return "vnd.android.cursor.dir/setting";
  }

  @Override
  public Uri insert(Uri uri, ContentValues values) {
    throw new SecurityException("Permission denial: writing to settings requires android.permission.WRITE_SETTINGS");
  }

  @Override
  public int delete(Uri uri, String selection, String[] arguments) {
    throw new SecurityException("Permission denial: writing to settings requires android.permission.WRITE_SETTINGS");
  }

  @Override
  public int update(Uri uri, ContentValues values, String selection, String[] arguments) {
    throw new SecurityException("Permission denial: writing to settings requires android.permission.WRITE_SETTINGS");
  }
}
