package com.shuge.novel;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** The privacy policy in full. */
public final class PolicyActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    ((TextView) findViewById(R.id.page_title)).setText(R.string.policy);
    ((TextView) findViewById(R.id.page_body)).setText(R.string.policy_body);
    findViewById(R.id.page_back).setOnClickListener(view -> finish());
  }
}
