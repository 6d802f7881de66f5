package org.example.probe;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.TextView;

/** Says how often it was created and renewed; gives a result when it ends. */
public class SecondActivity extends Activity {
  private int renewals;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    show();
    setResult(RESULT_OK, new Intent().putExtra("answer", "42"));
    MainActivity.note(getClass().getSimpleName() + "-create");
  }

  @Override
  protected void onNewIntent(Intent intent) {
    super.onNewIntent(intent);
    renewals++;
    show();
  }

  private void show() {
    TextView text = new TextView(this);
    text.setText(getClass().getSimpleName() + " renewed " + renewals);
    setContentView(text);
  }
}
