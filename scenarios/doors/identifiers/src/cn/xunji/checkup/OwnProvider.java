package cn.xunji.checkup;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.database.Cursor;
import android.database.MatrixCursor;
import android.net.Uri;
import android.os.Bundle;

/** The app's own table, with names as the system's. */
public final class OwnProvider extends ContentProvider {
  @Override
  public boolean onCreate() {
    return true;
  }

  @Override
  public Bundle call(String method, String argument, Bundle extras) {
    Bundle answer = new Bundle();
    answer.putString("value", "own");
    return answer;
  }

  @Override
  public Cursor query(Uri uri, String[] columns, String where, String[] arguments, String order) {
    MatrixCursor rows = new MatrixCursor(new String[] {"name", "value"});
    rows.addRow(new Object[] {"android_id", "own"});
    return rows;
  }

  @Override
  public String getType(Uri uri) {
    return null;
  }

  @Override
  public Uri insert(Uri uri, ContentValues values) {
    return null;
  }

  @Override
  public int delete(Uri uri, String where, String[] arguments) {
    return 0;
  }

  @Override
  public int update(Uri uri, ContentValues values, String where, String[] arguments) {
    return 0;
  }
}
