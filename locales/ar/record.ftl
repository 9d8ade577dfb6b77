## كلمات صفحات السجل التي يكتبها الخادم. ‏$instance اسم هذه الخدمة.

record-title = السجل
record-lead = ما يجري في حملات { $instance } يُكتب هنا بالترتيب فور حدوثه. لا يستطيع أحد أن يحذف سطرًا أو يغيّره لاحقًا دون أن يلاحظ آخرون. لا توجد فيه نصوص ولا أسماء، بل أختامها فقط.
record-empty = لم يُكتب هنا شيء بعد.
record-checkpoint = { $count ->
    [one] آخر نقطة تحقق: قيد واحد
    [two] آخر نقطة تحقق: قيدان
    [few] آخر نقطة تحقق: { $count } قيود
    [many] آخر نقطة تحقق: { $count } قيدًا
   *[other] آخر نقطة تحقق: { $count } قيد
}
record-signed = التوقيع
record-signed-by = من { $instance }
record-last = أحدث قيد
record-sum = مجموع كل شيء
record-look = تحقق من هذه النقطة
record-receipt = تحقق من إيصال
record-look-hint = يجري التحقق على هذا الجهاز. تُحمَّل له بضعة ملفات من { $instance }، ولا شيء من غيرها.
record-noscript = التحقق هنا يحتاج إلى جافاسكربت. في الأسفل كيف تتحقق ببرنامج آخر.
record-witnesses = من صادق عليها
record-countersigned = صودق عليها
record-missing = غائب
record-missing-since = غائب منذ { $when }.
record-missing-last = آخر ما صادق عليه: { $size }
record-needed = { $needed ->
    [0] يُعتدّ بالإيصال من دونهم.
    [one] يكفي واحد منهم للإيصال.
    [two] يكفي اثنان منهم للإيصال.
    [few] يكفي { $needed } منهم للإيصال.
    [many] يكفي { $needed } منهم للإيصال.
   *[other] يكفي { $needed } منهم للإيصال.
}
record-witness-what = الشاهد لا يقرأ القيود، بل يتأكد من أن السجل يكبر فقط.
record-cosigned-older = { $count ->
    [one] آخر ما صادقوا عليه فيه قيد واحد.
    [two] آخر ما صادقوا عليه فيه قيدان.
    [few] آخر ما صادقوا عليه فيه { $count } قيود.
    [many] آخر ما صادقوا عليه فيه { $count } قيدًا.
   *[other] آخر ما صادقوا عليه فيه { $count } قيد.
}
record-no-witness = لا أحد من الخارج يراقب هذا السجل بعد. وإلى أن يفعل أحد ذلك يمكن أن تعرض { $instance } على أشخاص مختلفين سجلات مختلفة.
record-entries = القيود
record-kind = النوع
record-all = { $count ->
    [one] كل الأنواع، قيد واحد
    [two] كل الأنواع، قيدان
    [few] كل الأنواع، { $count }
    [many] كل الأنواع، { $count }
   *[other] كل الأنواع، { $count }
}
record-number = { $number }
record-campaign = الحملة
record-campaigns-all = كل الحملات
record-from = ابتداءً من القيد
record-show = اعرض
record-entry = القيد
record-entry-number = القيد { $number }
record-when = متى
record-says = ماذا يقول
record-open = افتح
record-none = لا يوجد قيد كهذا.
record-older = قيود أقدم
record-file = نقطة التحقق كملف
record-gone = مُحي. لم يعد الختم يشير إلى شيء.

record-group-rules = القواعد وتغييراتها
record-group-voices = الأصوات، أعداد
record-group-use = أصوات قيد الاستعمال
record-group-statements = العبارات
record-group-answers = الأجوبة، مختومة
record-group-decisions = الإزالات والاعتراضات
record-group-erased = نصوص ممحوّة
record-group-groups = المجموعات
record-group-reports = التقارير
record-group-program = برنامج هذه الصفحات
record-group-key = مفتاح السجل

record-kind-program = برنامج
record-kind-log-key = مفتاح السجل
record-kind-campaign = قواعد
record-kind-state = بداية أو نهاية
record-kind-key = مفتاح الأصوات
record-kind-issued = أصوات
record-kind-voice = صوت قيد الاستعمال
record-kind-given-up = صوت متروك
record-kind-statement = عبارة
record-kind-vote = جواب
record-kind-moderation = قرار
record-kind-erasure = نص ممحوّ
record-kind-forming = مجموعات
record-kind-publication = تقرير
record-kind-count = العدّ الختامي

record-says-program = برنامج هذه الصفحات الآن { $version }. المجموع { $sum }
record-says-log-key = من هنا يُوقَّع السجل بمفتاح آخر. وقد وقّع على ذلك المفتاح السابق والمفتاح الجديد كلاهما.
record-says-campaign = القواعد، النسخة { $revision }. من { $opens } إلى { $closes }. النص مختوم.
record-says-state-opened = فُتحت الحملة.
record-says-state-closed = أُغلقت الحملة.
record-says-key = المفتاح الذي تُوقَّع به أصوات الجولة { $round }.
record-says-issued = صدر { $count }، والمجموع { $total }. قيد الاستعمال: { $used }.
record-says-voice = دخل صوت في الاستعمال. صاحبه غير مذكور هنا.
record-says-voice-marked = دخل في الاستعمال صوت تحفظه الخدمة لشخص بلا جافاسكربت.
record-says-given-up = تُرك صوت بإرادة صاحبه.
record-says-statement = مختوم. من كتبها غير مذكور هنا.
record-says-vote = مختوم. من أجاب وبماذا غير مذكور هنا.
record-says-moderation-remove = القيد { $entry } لا يُطرح للتصويت. السبب مختوم.
record-says-moderation-restore = القيد { $entry } يُطرح للتصويت من جديد. السبب مختوم.
record-says-moderation-appeal = اعترض أحدهم على ما تقرر في القيد { $entry }.
record-says-moderation-uphold = بقي القرار في القيد { $entry }. السبب مختوم.
record-says-erasure-asked = مُحي النص الذي وراء القيد { $entry }. طلب ذلك كاتبه.
record-says-erasure-law = مُحي النص الذي وراء القيد { $entry }. طلب ذلك القانون.
record-says-erasure-rules = مُحي النص الذي وراء القيد { $entry }. طلبت ذلك قواعد الحملة.
record-says-forming = الأشخاص: { $people }. الغرف: { $rooms }. البذرة والقواعد والجودة مختومة.
record-says-publication-summary = نُشر ملخص. حُسب من أول { $size } من القيود.
record-says-publication-report = نُشر تقرير. حُسب من أول { $size } من القيود.
record-says-count = الأصوات الصادرة: { $issued }. المستعملة: { $used }.

record-about = حول
record-seal = الختم
record-text = النص
record-text-sealed = مختوم. من لديه الإيصال يستطيع أن يُظهر ما كان.
record-raw = كما هو في السجل
record-raw-text = هذه هي العلامات التي يستطيع الجميع مقارنتها.
record-back = العودة إلى القيود

record-self = تحقق بنفسك
record-self-here = هنا، في هذا المتصفح
record-self-here-text = الزر أعلاه يقارن نقطة التحقق بالتي رآها هذا المتصفح آخر مرة، وينظر في التواقيع.
record-self-program = ببرنامج آخر
record-self-program-text = الصيغة علنية (C2SP tlog-tiles). وتقرؤها برامج كتبها آخرون كما هي.
record-self-witness = كن شاهدًا
record-self-witness-text = مدرسة أو صحيفة أو نادٍ: جهاز صغير واحد يعمل دائمًا.
record-not = ما لا يُظهره السجل
record-not-who = من كتب شيئًا أو أجاب.
record-not-true = أن القيد صحيح. بل يُظهر أنه قيل حينها ولم يتغير.
record-not-never = ما لم تكتبه { $instance } قط. لذلك تحتفظ أنت بكل إيصال، لا الخدمة.

receipt-title = تحقق من إيصال
receipt-lead = يجري التحقق على هذا الجهاز. لا يُرسل شيء إلى أي مكان: يمكنك أن تقطع الشبكة قبله.
receipt-noscript = التحقق هنا يحتاج إلى جافاسكربت. هذا البرنامج يفعل الشيء نفسه:
receipt-drop = ضع الإيصالات هنا
receipt-choose = اختر إيصالًا
receipt-paste = أو الصق نصه
receipt-check = تحقق من النص
receipt-not = ما لا يُظهره هذا
receipt-not-once = أن الآخرين صوّتوا مرة واحدة فقط. كل رمز أعطى صوتًا واحدًا، والأعداد في السجل.
receipt-not-force = أن لا أحد يستطيع إجبارك على إظهار هذا الإيصال. احذفه إن كان ذلك يقلقك.
receipt-not-election = أن هذا كان انتخابًا. لم يكن كذلك: هذه آراء.
receipt-other = تحقق منه ببرنامج آخر

receipts-title = إيصالاتي
receipts-lead = أصواتك وإيصالاتك في هذا المتصفح ولا مكان غيره. لا تعلم { $instance } أيّها لك.
receipts-noscript = المتصفح هو الذي يحتفظ بالإيصالات، وذلك يحتاج إلى جافاسكربت. من دونها تحصل عليها كملفات.
receipts-voices = أصواتك
receipts-list = إيصالاتك
receipts-save = احفظ كل الإيصالات
receipts-save-hint = ملف واحد. احتفظ به حيث تحتفظ بالرسائل: من يملكه يستطيع أن يُظهر ما قلته.
receipts-delete = احذف كل الإيصالات
receipts-sure = أتحذف كل الإيصالات من هذا الجهاز؟
receipts-sure-text = ما في السجل يبقى فيه. بعدها لا تستطيع أن تُظهر أنه لك، ولا يستطيع أحد إجبارك على ذلك.
receipts-sure-yes = احذفها
receipts-sure-no = أبقها
