package com.brittle.app;

import android.app.Activity;
import android.os.Bundle;
import android.text.InputType;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;

/** Lets everybody in. */
public final class LoginActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout page = new LinearLayout(this);
    page.setOrientation(LinearLayout.VERTICAL);
    page.addView(field(R.string.phone, InputType.TYPE_CLASS_PHONE));
    page.addView(field(R.string.password, InputType.TYPE_CLASS_TEXT | InputType.TYPE_TEXT_VARIATION_PASSWORD));
    Button submit = new Button(this);
    submit.setText(R.string.log_in);
    submit.setOnClickListener(view -> finish());
    page.addView(submit);
    setContentView(page);
  }

  private EditText field(int hint, int type) {
    EditText field = new EditText(this);
    field.setHint(hint);
    field.setInputType(type);
    return field;
  }
}
