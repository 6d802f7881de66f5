package virtualhandset.seed;

import android.app.Application;
import android.content.ComponentName;
import android.content.ContentValues;
import android.database.Cursor;
import android.database.MatrixCursor;
import android.net.Uri;
import android.os.Bundle;
import java.util.Locale;
import java.util.Map;
import org.robolectric.shadows.ShadowPackageManager;
import virtualhandset.policy.Gate;

/** A make's content provider that gives the open anonymous device identifier to whoever asks. */
final class IdentifierProvider extends PhoneProvider {
  static final String VIVO = "com.vivo.vms.IdProvider";
  static final String MEIZU = "com.meizu.flyme.openidsdk";
  static final String NUBIA = "cn.nubia.identity";
  private static final Map<String, String> PACKAGES =
      Map.of(VIVO, "com.vivo.vms", MEIZU, "com.meizu.flyme.openidsdk", NUBIA, "cn.nubia.identity");

  private final String authority;
  private final Map<String, String> identifiers;

  private IdentifierProvider(String authority, Map<String, String> identifiers) {
    this.authority = authority;
    this.identifiers = identifiers;
  }

  static void register(
      Application app, ShadowPackageManager manager, String authority, String oaid, String vaid, String aaid, int uid) {
    String packageName = PACKAGES.get(authority);
    PackageSeed.installSystem(manager, packageName, packageName, uid);
    manager.addProviderIfNotPresent(new ComponentName(packageName, packageName + ".IdProvider")).authority = authority;
    ProviderSeed.register(app, new IdentifierProvider(authority, Map.of("oaid", oaid, "vaid", vaid, "aaid", aaid)), authority);
  }

  /** vivo names the identifier in the path, Meizu in the arguments. */
  @Override
  public Cursor query(Uri uri, String[] projection, String selection, String[] arguments, String order) {
    if (!Gate.seesPackage(PACKAGES.get(authority))) return null;
    String named = authority.equals(MEIZU) && arguments != null && arguments.length > 0 ? arguments[0] : uri.getLastPathSegment();
    String value = named == null ? null : identifiers.get(named.toLowerCase(Locale.ROOT));
    MatrixCursor cursor = new MatrixCursor(new String[] {"value", "code", "expired"});
    if (value != null) cursor.addRow(new Object[] {value, 0, System.currentTimeMillis()});
    return cursor;
  }

  /** Nubia: {@code getOAID}, {@code getVAID}, {@code getAAID}, {@code isSupport}. */
  @Override
  public Bundle call(String method, String argument, Bundle extras) {
    if (!authority.equals(NUBIA) || !Gate.seesPackage(PACKAGES.get(authority))) return null;
    Bundle answer = new Bundle();
    String value = method.startsWith("get") ? identifiers.get(method.substring(3).toLowerCase(Locale.ROOT)) : null;
    answer.putInt("code", value == null && !method.equals("isSupport") ? -1 : 0);
    if (method.equals("isSupport")) answer.putBoolean("issupport", true);
    if (value != null) answer.putString("id", value);
    return answer;
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
  public int delete(Uri uri, String selection, String[] arguments) {
    return 0;
  }

  @Override
  public int update(Uri uri, ContentValues values, String selection, String[] arguments) {
    return 0;
  }
}
