package com.zaowen.news;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.text.SpannableString;
import android.text.Spanned;
import android.text.method.LinkMovementMethod;
import android.text.style.ClickableSpan;
import android.view.LayoutInflater;
import android.view.View;
import android.widget.TextView;

/** The privacy notice at first start. */
final class ConsentDialog {
  interface Decision {
    void agreed();

    void refused();
  }

  private static final String LINK = "《隐私政策》";

  private ConsentDialog() {}

  static void show(final Activity activity, final Decision decision) {
    View view = LayoutInflater.from(activity).inflate(R.layout.consent, null);
    final AlertDialog dialog = new AlertDialog.Builder(activity).setView(view).setCancelable(false).create();
    TextView body = view.findViewById(R.id.consent_body);
    body.setText(withLink(activity));
    body.setMovementMethod(LinkMovementMethod.getInstance());
    view.findViewById(R.id.consent_agree)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              decision.agreed();
            });
    view.findViewById(R.id.consent_disagree)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              decision.refused();
            });
    dialog.show();
  }

  private static SpannableString withLink(final Activity activity) {
    SpannableString text = new SpannableString(activity.getString(R.string.consent_body));
    int start = text.toString().indexOf(LINK);
    ClickableSpan link =
        new ClickableSpan() {
          @Override
          public void onClick(View view) {
            activity.startActivity(new Intent(activity, PolicyActivity.class));
          }
        };
    text.setSpan(link, start, start + LINK.length(), Spanned.SPAN_EXCLUSIVE_EXCLUSIVE);
    return text;
  }
}
