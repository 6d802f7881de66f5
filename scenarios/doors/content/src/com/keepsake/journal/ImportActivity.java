package com.keepsake.journal;

import android.Manifest;
import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;
import android.widget.TextView;

/** The import that the person asked for: asks for the permissions, then reads. */
public final class ImportActivity extends Activity {
  private static final int REQUEST = 3;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    ((TextView) findViewById(R.id.title)).setText(R.string.imported);
    Button back = findViewById(R.id.action);
    back.setText(R.string.back);
    back.setOnClickListener(view -> finish());
    requestPermissions(
        new String[] {Manifest.permission.READ_CONTACTS, Manifest.permission.READ_MEDIA_IMAGES}, REQUEST);
  }

  @Override
  public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
    new People(this).forImport();
  }
}
