package virtualhandset.shadow;

import android.content.ContentProviderClient;
import android.net.Uri;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowContentResolver;
import org.robolectric.util.ReflectionHelpers;

/** The client of a provider knows which authority it was made for, as on a phone. */
@Implements(className = "android.content.ContentResolver")
public class ShadowHandsetContentResolver extends ShadowContentResolver {
  @Implementation
  @Override
  protected ContentProviderClient acquireContentProviderClient(String name) {
    return named(super.acquireContentProviderClient(name), name);
  }

  @Implementation
  @Override
  protected ContentProviderClient acquireContentProviderClient(Uri uri) {
    return named(super.acquireContentProviderClient(uri), uri.getAuthority());
  }

  @Implementation
  @Override
  protected ContentProviderClient acquireUnstableContentProviderClient(String name) {
    return named(super.acquireUnstableContentProviderClient(name), name);
  }

  @Implementation
  @Override
  protected ContentProviderClient acquireUnstableContentProviderClient(Uri uri) {
    return named(super.acquireUnstableContentProviderClient(uri), uri.getAuthority());
  }

  private static ContentProviderClient named(ContentProviderClient client, String authority) {
    if (client != null) ReflectionHelpers.setField(client, "mAuthority", authority);
    return client;
  }
}
