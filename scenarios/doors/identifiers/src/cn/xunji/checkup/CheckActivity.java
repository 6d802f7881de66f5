package cn.xunji.checkup;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;
import android.widget.TextView;

/** The report that the app is for: reads after consent, when the person presses the button. */
public final class CheckActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    ((TextView) findViewById(R.id.title)).setText(R.string.report);
    ((TextView) findViewById(R.id.body)).setText(new OwnReader(this).report());
    Button back = findViewById(R.id.action);
    back.setText(R.string.back);
    back.setOnClickListener(view -> finish());
  }
}
