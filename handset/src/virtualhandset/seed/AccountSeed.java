package virtualhandset.seed;

import android.accounts.Account;
import android.accounts.AccountManager;
import android.accounts.AuthenticatorDescription;
import android.app.Application;
import android.content.ClipData;
import android.content.ClipboardManager;
import java.util.LinkedHashSet;
import java.util.Set;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowAccountManager;

/** The accounts signed in on the phone, and what lies on the clipboard. */
final class AccountSeed {
  private AccountSeed() {}

  static void apply(Application app, SeedValues seed) {
    ShadowAccountManager accounts = Shadow.extract(app.getSystemService(AccountManager.class));
    Set<String> types = new LinkedHashSet<>();
    for (SeedValues account : seed.list("accounts")) {
      String type = account.text("type", "com.google");
      accounts.addAccount(new Account(account.text("name"), type));
      types.add(type);
    }
    for (String type : types) {
      accounts.addAuthenticator(new AuthenticatorDescription(type, type, 0, 0, 0, 0));
    }
    ClipboardManager clipboard = app.getSystemService(ClipboardManager.class);
    // What an earlier process of this phone left on the clipboard stays.
    if (seed.has("clipboard") && !clipboard.hasPrimaryClip()) {
      clipboard.setPrimaryClip(ClipData.newPlainText(null, seed.text("clipboard")));
    }
  }
}
