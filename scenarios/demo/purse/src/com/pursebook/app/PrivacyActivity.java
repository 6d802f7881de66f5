package com.pursebook.app;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.TextView;

/** Where consent is taken back, as easily as it was given. */
public final class PrivacyActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.privacy);
    findViewById(R.id.read_policy)
        .setOnClickListener(view -> startActivity(new Intent(this, PolicyActivity.class)));
    findViewById(R.id.privacy_back).setOnClickListener(view -> finish());
    findViewById(R.id.withdraw).setOnClickListener(view -> confirm());
  }

  private void confirm() {
    new AlertDialog.Builder(this)
        .setTitle(R.string.withdraw_title)
        .setMessage(R.string.withdraw_body)
        .setPositiveButton(R.string.withdraw_confirm, (dialog, which) -> withdraw())
        .setNegativeButton(R.string.withdraw_keep, null)
        .show();
  }

  private void withdraw() {
    new Choice(this).set(Choice.WITHDRAWN);
    ((TextView) findViewById(R.id.privacy_status)).setText(R.string.status_withdrawn);
    findViewById(R.id.withdraw).setVisibility(View.GONE);
    ((PurseApp) getApplication()).withdrawn();
  }
}
