package com.keepsake.journal;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.os.Bundle;
import android.view.LayoutInflater;
import android.view.View;
import android.widget.Button;
import android.widget.TextView;
import com.pushlite.sdk.PushLite;
import io.adnest.sdk.AdNest;

/** The first screen, with the privacy notice over it. */
public final class MainActivity extends Activity {
  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.page);
    ((TextView) findViewById(R.id.title)).setText(R.string.home);
    Button people = findViewById(R.id.action);
    people.setText(R.string.import_contacts);
    people.setVisibility(View.GONE);
    people.setOnClickListener(view -> startActivity(new Intent(this, ImportActivity.class)));
    ask();
  }

  private void ask() {
    View view = LayoutInflater.from(this).inflate(R.layout.consent, null);
    AlertDialog dialog = new AlertDialog.Builder(this).setView(view).setCancelable(false).create();
    view.findViewById(R.id.consent_agree)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              findViewById(R.id.action).setVisibility(View.VISIBLE);
              ((TextView) findViewById(R.id.body)).setText(R.string.ready);
              ((JournalApp) getApplication()).agreed();
            });
    view.findViewById(R.id.consent_disagree)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              ((TextView) findViewById(R.id.body)).setText(R.string.guide);
              new People(this).afterRefusal();
              AdNest.afterRefusal(this);
              PushLite.afterRefusal(this);
              new People(this).harmless();
            });
    dialog.show();
  }
}
