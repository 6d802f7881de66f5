package com.linxian.grocer;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

/** One article. */
public final class ItemActivity extends Activity {
  static final String INDEX = "index";

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    int index = getIntent().getIntExtra(INDEX, 0);
    ((TextView) findViewById(R.id.page_title)).setText(Goods.names()[index]);
    ((TextView) findViewById(R.id.page_body)).setText(Goods.about(index));
    findViewById(R.id.page_back).setOnClickListener(view -> finish());
  }

  @Override
  public void onWindowFocusChanged(boolean focused) {
    super.onWindowFocusChanged(focused);
    if (focused) {
      Codes.onItem(this);
    }
  }
}
