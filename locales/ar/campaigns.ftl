## كلمات الحملات: صفحات من يديرونها والصفحة العامة. ‏$instance اسم هذه الخدمة.

campaigns-title = الحملات
campaigns-make = أنشئ حملة
campaigns-none = لا توجد حملة بعد. الحملة سؤال واحد إلى الناس، له لغات وأيام وقواعد.
campaigns-none-yours = ليس لك دور في حملة بعد. اطلب من أحد مديري الحملات أن يدعوك إلى واحدة.

phase-draft = مسودة
phase-open = مفتوحة
phase-closed = مغلقة
phase-before = تُفتح في { $day }

letter-until = حتى { $day }.
letter-was = من { $opens } إلى { $closes }.
letter-from-to = من { $opens } إلى { $closes }
letter-in = باللغات:

gate-link = من لديه الرابط
gate-link-words = أوسع الطرق. قد يشارك شخص واحد مرتين، والتقرير يقول ذلك.
gate-link-short = لمن لديه الرابط.
gate-link-public = يمكن لمن لديه الرابط أن يشارك.
gate-codes = رموز ترسلها أنت
gate-codes-words = رمز واحد، صوت واحد. للرسائل والمدارس والنوادي. لا تعرف أبدًا أي صوت جاء من أي رمز.
gate-codes-short = بالرمز الذي في رسالتك.
gate-codes-public = تحتاج إلى الرمز الذي أُرسل إليك.
gate-mail = عنوان بريد إلكتروني
gate-mail-words = عنوان واحد، صوت واحد. العنوان نفسه لا يُحفظ ولا يُذكر أبدًا بجانب إجابة.
gate-mail-short = بعنوان بريد إلكتروني.
gate-mail-public = تحتاج إلى عنوان بريد إلكتروني. لا يُذكر أبدًا بجانب إجابة.
gate-login = نظام الدخول الخاص بكم
gate-login-words = ساكن واحد، صوت واحد، إن كان لمدينتكم نظام دخول. لا يُحفظ من الحساب إلا مجموع مختوم، ولا يُذكر أبدًا بجانب إجابة.
gate-login-short = بنظام دخول مدينتك.
gate-login-public = تحتاج إلى نظام دخول مدينتك. لا يُذكر حسابك أبدًا بجانب إجابة.

campaign-new = حملة جديدة
campaign-lead = سؤال واحد إلى الناس. يمكنك تغيير كل شيء هنا حتى تفتحها؛ بعد ذلك يكون كل تغيير علنيًّا مع سببه.
campaign-lead-open = هذه الحملة مفتوحة. كل تغيير علني، مع سببه، ويبقى في السجل.
campaign-not-kept = لم يُحفظ بعد.
campaign-forget = تجاهله
campaign-ask = ماذا تسأل؟
campaign-question = السؤال
campaign-question-in = السؤال بلغة { $language }
campaign-question-hint = مفتوح وقصير، عن أمر ما زال لـ{ $instance } أن تقرره.
campaign-question-missing = اكتب السؤال.
campaign-question-missing-in = اكتب السؤال بلغة { $language }، أو أخرج اللغة.
campaign-explanation = ما ينبغي أن يعرفه الناس أولًا
campaign-explanation-in = ما ينبغي أن يعرفه الناس أولًا، بلغة { $language }
campaign-explanation-hint = ثلاث جمل: ماذا يُقرَّر، ومن يقرره، وماذا يحدث للنتيجة.
campaign-explanation-missing-in = اكتب ما ينبغي أن يعرفه الناس أولًا بلغة { $language }، أو أخرج اللغة.
campaign-languages = بأي لغات؟
campaign-language-missing = اختر لغة.
campaign-written = مكتوبة
campaign-unwritten = لم تُكتب بعد
campaign-write-in = اكتبها بلغة { $language }
campaign-add-which = لغة أخرى
campaign-add = أضف لغة
campaign-dates = من متى إلى متى؟
campaign-opens = تُفتح
campaign-opens-missing = حدّد اليوم الذي تُفتح فيه.
campaign-closes = تُغلق
campaign-closes-missing = حدّد اليوم الأخير.
campaign-closes-early = ستُغلق قبل أن تُفتح. اختر يومًا أخيرًا بعد ذلك.
campaign-over = مضى اليوم الأخير. اختر يومًا بعده.
campaign-report = التقرير
campaign-report-wrong = هذا ليس يومًا.
campaign-report-early = سيأتي التقرير قبل أن تُغلق الحملة. اختر يومًا بعد ذلك.
campaign-who = من يحق له أن يشارك؟
campaign-gate-missing = اختر من يحق له أن يشارك.
campaign-gate-no-mail = ليس لهذه الخدمة خادم بريد بعد، فلن يحصل أحد على رمز. سمِّ واحدًا في إعداداتها، أو اختر طريقة أخرى.
campaign-gate-no-login = ليس لهذه الخدمة نظام دخول بعد، فلن يمرّ أحد. سمِّ واحدًا في إعداداتها، أو اختر طريقة أخرى.
campaign-why = لماذا تغيّرها؟
campaign-reason = السبب
campaign-reason-hint = يقرؤه الجميع بجانب التغيير.
campaign-reason-missing = اكتب السبب. تغيير حملة مفتوحة يحتاج إلى سبب.
campaign-draft-note = تصبح مسودة. لا يراها أحد في الخارج حتى تفتحها.
campaign-public-note = يصبح التغيير علنيًّا فورًا، ويصير قيدًا في السجل.
campaign-make = أنشئ الحملة
campaign-save = احفظ التغييرات
campaign-publish-change = انشر التغيير
campaign-discard = تجاهل
campaign-preview = اعرض المعاينة من جديد
campaign-seen = كما يراها الناس
campaign-record-note = عندما تفتحها يصبح السؤال والأيام والقواعد أول قيود سجلها.
campaign-change = غيّر القواعد
campaign-edit = غيّر المسودة
campaign-look = انظر إليها كما سيراها الناس
campaign-do = ما يمكنك فعله
campaign-draft = هذه مسودة
campaign-still = لا يراها أحد في الخارج. قبل أن تفتحها:
campaign-open-note = لا يراها أحد في الخارج. عندما تفتحها يصبح السؤال والأيام والقواعد أول قيود سجلها.
campaign-open = افتح الحملة
campaign-not-opened = لم تُفتح بعد.
campaign-is-open = الحملة مفتوحة
campaign-is-before = يمكن للجميع قراءتها. تُفتح في { $day }
campaign-is-closed = الحملة مغلقة
campaign-is-closed-note = لا يمكن لأحد أن يشارك بعد الآن. تبقى للقراءة في
campaign-at = يجدها الناس في
campaign-close = أغلقها قبل يومها الأخير
campaign-close-note = من تلك اللحظة لا يمكن لأحد أن يشارك، ولا يمكن فتحها من جديد. يقول السجل متى أُغلقت.
campaign-close-now = أغلق الحملة

campaign-codes = الرموز
campaign-codes-made = { $made ->
    [0] لم يُصنع رمز بعد.
    [one] صُنع رمز واحد.
    [two] صُنع رمزان.
    [few] صُنعت { $made } رموز.
    [many] صُنع { $made } رمزًا.
   *[other] صُنع { $made } رمز.
}
campaign-codes-used = { $used ->
    [0] لم يُستعمل أي منها.
    [one] استُعمل واحد.
    [two] استُعمل اثنان.
    [few] استُعملت { $used } منها.
    [many] استُعمل { $used } منها.
   *[other] استُعمل { $used } منها.
}
campaign-codes-how-many = كم رمزًا آخر؟
campaign-codes-hint = { $most } في المرة على الأكثر. تراها مرة واحدة: ملفًا وورقةً للطباعة.
campaign-codes-make = اصنع الرموز
campaign-codes-none-made = لم تُصنع رموز
campaign-codes-wrong = اكتب العدد رقمًا من ١ إلى { $most }.

sheet-title = رموز جديدة
sheet-made = { $count ->
    [0] لا رموز جديدة
    [one] رمز جديد واحد
    [two] رمزان جديدان
    [few] { $count } رموز جديدة
    [many] { $count } رمزًا جديدًا
   *[other] { $count } رمز جديد
}
sheet-lead = يفتح كل رمز البوابة مرة واحدة. لا تعرف أبدًا أي صوت جاء من أي رمز.
sheet-once = احفظها الآن. لا يُحفظ منها إلا مجاميع مختومة، فلا يستطيع أحد أن يريك إياها مرة أخرى.
sheet-save = احفظها ملفًا
sheet-print = اطبع الورقة
sheet-slips = قصاصة لكل شخص
sheet-slip = رمزك. اكتبه في العنوان أدناه، أو افتح العنوان كاملًا:

changes-title = القواعد وتغييراتها
changes-first = فُتحت الحملة بقواعدها الأولى.
changes-reason = غُيّرت القواعد. السبب:
changes-entry = القيد { $number } في السجل
changes-receipt = إيصال هذه القواعد
changes-soon = حُفظ هنا. يتبعه القيد في السجل خلال ثوانٍ.

public-draft = هذه مسودة كما سيراها الناس. لا يراها أحد في الخارج بعد.
public-back = العودة إلى الحملة
public-not-in = هذه الحملة ليست بلغة { $language }.
public-read-in = يمكن قراءتها بـ
public-part = شارك
public-voice = احصل على صوتي
public-closed = هذه الحملة مغلقة
public-closed-note = لا يمكن لأحد أن يشارك بعد الآن.
public-closed-report = لا يمكن لأحد أن يشارك بعد الآن. يصدر التقرير في { $day }.
public-report = يصدر التقرير في { $day }.
