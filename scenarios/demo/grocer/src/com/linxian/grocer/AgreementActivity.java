package com.linxian.grocer;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** One of the two agreements in full. */
public final class AgreementActivity extends Activity {
  static final String TITLE = "title";
  static final String BODY = "body";

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    ((TextView) findViewById(R.id.page_title)).setText(getIntent().getIntExtra(TITLE, R.string.terms));
    ((TextView) findViewById(R.id.page_body)).setText(getIntent().getIntExtra(BODY, R.string.terms_body));
    findViewById(R.id.page_back).setOnClickListener(view -> finish());
  }
}
