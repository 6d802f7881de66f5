package cn.xunji.checkup;

import android.database.Cursor;
import android.database.MatrixCursor;
import android.net.Uri;
import android.os.Bundle;
import org.smallparts.NoRows;

/** The app's own table, with names as the system's. */
public final class OwnProvider extends NoRows {
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
}
