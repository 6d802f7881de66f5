package com.stridelog.app;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;
import android.widget.TextView;

/** The privacy policy in full. */
public final class PolicyActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.text);
    ((TextView) findViewById(R.id.text_title)).setText(R.string.policy);
    ((TextView) findViewById(R.id.text_body)).setText(R.string.policy_body);
    Button close = findViewById(R.id.text_close);
    close.setText(R.string.back);
    close.setOnClickListener(view -> finish());
  }
}
