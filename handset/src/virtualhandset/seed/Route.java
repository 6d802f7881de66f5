package virtualhandset.seed;

import android.net.Uri;
import java.util.List;

/**
 * One path of a provider and the rows it shows. In {@code path} a {@code #} stands for a number and a {@code *} for
 * anything; {@code where} may hold {@code ?} for those parts, in order ({@code %?%} for a part to search for).
 *
 * @param path the path below the authority, without the leading slash
 * @param source table or view that is read
 * @param table table that is written, or null when the path is read only
 * @param where condition the path adds, or null
 */
record Route(String path, String source, String table, String where) {
  static Route of(String path, String source, String table) {
    return new Route(path, source, table, null);
  }

  /** The wildcard parts of the address, or null when it is not on this route. */
  List<String> match(Uri uri) {
    List<String> parts = uri.getPathSegments();
    String[] pattern = path.isEmpty() ? new String[0] : path.split("/");
    if (parts.size() != pattern.length) return null;
    List<String> found = new java.util.ArrayList<>();
    for (int i = 0; i < pattern.length; i++) {
      String part = parts.get(i);
      if (pattern[i].equals("#") ? part.matches("\\d+") : pattern[i].equals("*")) found.add(part);
      else if (!pattern[i].equals(part)) return null;
    }
    return found;
  }

  /** One of many rows: the last segment of the path is a number. */
  boolean single() {
    return path.endsWith("#");
  }
}
