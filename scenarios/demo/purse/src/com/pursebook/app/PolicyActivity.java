package com.pursebook.app;

import android.app.Activity;
import android.os.Bundle;

/** The privacy policy in full. */
public final class PolicyActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Page(this, R.string.policy).say(R.string.policy_body);
  }
}
