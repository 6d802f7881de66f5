package com.zaowen.news;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** The privacy policy in full. */
public final class PolicyActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.article);
    ((TextView) findViewById(R.id.article_title)).setText(R.string.policy);
    ((TextView) findViewById(R.id.article_body)).setText(R.string.policy_body);
    findViewById(R.id.article_back).setOnClickListener(view -> finish());
  }
}
