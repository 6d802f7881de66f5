package com.linxian.grocer;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.TextView;
import com.quickpass.login.QuickPass;

/** The first screen: there is no notice but the box of this page, which nobody has ticked yet. */
public final class LoginActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.login);
    findViewById(R.id.terms).setOnClickListener(view -> open(R.string.terms, R.string.terms_body));
    findViewById(R.id.privacy).setOnClickListener(view -> open(R.string.privacy, R.string.privacy_body));
    ((CheckBox) findViewById(R.id.agree))
        .setOnCheckedChangeListener(
            (box, ticked) -> {
              if (ticked) {
                QuickPass.get(this).onAgreed();
              }
            });
    findViewById(R.id.log_in).setOnClickListener(view -> logIn());
    QuickPass.get(this).onLoginPage();
  }

  @Override
  public void onWindowFocusChanged(boolean focused) {
    super.onWindowFocusChanged(focused);
    if (focused) {
      Codes.onLoginPage(this);
    }
  }

  private void logIn() {
    TextView hint = findViewById(R.id.hint);
    if (!((CheckBox) findViewById(R.id.agree)).isChecked()) {
      hint.setText(R.string.tick_first);
    } else if (!Account.opens(text(R.id.phone), text(R.id.password))) {
      hint.setText(R.string.wrong);
    } else {
      startActivity(new Intent(this, MarketActivity.class));
      finish();
    }
  }

  private String text(int field) {
    return ((EditText) findViewById(field)).getText().toString();
  }

  private void open(int title, int body) {
    startActivity(
        new Intent(this, AgreementActivity.class)
            .putExtra(AgreementActivity.TITLE, title)
            .putExtra(AgreementActivity.BODY, body));
  }
}
