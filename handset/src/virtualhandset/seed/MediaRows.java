package virtualhandset.seed;

import android.content.ContentValues;
import android.net.Uri;
import android.os.Environment;
import java.io.File;
import java.util.List;

/** What MediaStore adds to a row that an app inserts: kind, owner, folder, file. */
final class MediaRows {
  private MediaRows() {}

  static void complete(Uri uri, ContentValues row, String owner) {
    List<String> path = uri.getPathSegments();
    String kind = path.size() > 1 ? path.get(1) : "file";
    int mediaType = switch (kind) {
      case "images" -> 1;
      case "audio" -> 2;
      case "video" -> 3;
      default -> 0;
    };
    String folder = switch (kind) {
      case "images" -> "Pictures/";
      case "audio" -> "Music/";
      case "video" -> "Movies/";
      default -> "Download/";
    };
    long now = System.currentTimeMillis();
    row.put("media_type", mediaType);
    row.put("owner_package_name", owner);
    row.put("date_added", now / 1000);
    row.put("date_modified", now / 1000);
    if (kind.equals("downloads")) row.put("is_download", 1);
    if (row.getAsString("relative_path") == null) row.put("relative_path", folder);
    if (row.getAsString("_display_name") == null) row.put("_display_name", String.valueOf(now));
    if (row.getAsString("_data") != null) return;
    // The last part of the name only: an app cannot place a file outside the shared folder by its name.
    String name = new File(row.getAsString("_display_name")).getName();
    row.put("_data", new File(Environment.getExternalStorageDirectory(), folder + name).getPath());
  }
}
