## كلمات المدخل والغرفة. ‏$instance اسم هذه الخدمة.

close = إغلاق
copy-link = انسخ الرابط
copied = نُسخ الرابط.
copy-refused = لم يسمح المتصفح بالنسخ. الرابط محدَّد: انسخه بلوحة المفاتيح أو من القائمة.
link-label = رابط هذه الغرفة
link-hint = كل من لديه الرابط يمكنه الانضمام.
try-again = حاول مرة أخرى

## المدخل

lobby-title = قبل أن تنضم
lobby-opening = جارٍ البحث عن الغرفة
lobby-people = { $people ->
    [0] لا أحد في الغرفة بعد.
    [one] في الغرفة شخص واحد.
    [two] في الغرفة شخصان.
    [few] في الغرفة { $people } أشخاص.
    [many] في الغرفة { $people } شخصًا.
   *[other] في الغرفة { $people } شخص.
}
lobby-full = الغرفة ممتلئة.
lobby-full-text = { $capacity ->
    [one] تتسع لشخص واحد. يمكنك الانضمام حين يغادر.
    [two] تتسع لشخصين. يمكنك الانضمام حين يغادر أحدهما.
    [few] تتسع لـ { $capacity } أشخاص. يمكنك الانضمام حين يغادر أحدهم.
    [many] تتسع لـ { $capacity } شخصًا. يمكنك الانضمام حين يغادر أحدهم.
   *[other] تتسع لـ { $capacity } شخص. يمكنك الانضمام حين يغادر أحدهم.
}
lobby-locked = الغرفة مقفلة.
lobby-locked-text = يمكنك أن تطلب الدخول. يرى الموجودون في الداخل اسمك ويقررون.
lobby-act-locked = اطلب الدخول
lobby-knocking = أنت تنتظر السماح بالدخول.
lobby-knocking-text = حالما يوافق أحدهم تدخل باسم { $name }. وحتى ذلك الحين لا تسمع شيئًا.
lobby-act-knocking = أوقف الانتظار
lobby-declined = ليس الآن.
lobby-declined-text = أجاب أحد الموجودين في الداخل أن الوقت غير مناسب. يمكنك أن تطلب مرة أخرى.
lobby-act-declined = اطلب مرة أخرى
lobby-before-knock = لا يُرسَل إلا اسمك، مشفرًا لمن في الداخل.
lobby-devices = الكاميرا والميكروفون
lobby-only-you = لا يرى هذا أحد غيرك
lobby-asking = يسأل المتصفح هل تستخدمهما هذه الصفحة.
lobby-starting = جارٍ التشغيل
lobby-camera-off = الكاميرا متوقفة
lobby-choose = اختر الأجهزة
lobby-name = اسمك في الغرفة
lobby-name-hint = يراه الآخرون. لا يلزم أن يكون اسمك الحقيقي.
lobby-name-missing = اكتب اسمًا أولًا. أي اسم يكفي.
lobby-name-long = { $limit ->
    [one] الاسم طويل جدًّا. يسع حرفًا واحدًا.
    [two] الاسم طويل جدًّا. يسع حرفين.
    [few] الاسم طويل جدًّا. يسع { $limit } أحرف.
    [many] الاسم طويل جدًّا. يسع { $limit } حرفًا.
   *[other] الاسم طويل جدًّا. يسع { $limit } حرف.
}
lobby-how = كيف تريد أن تشارك؟
lobby-how-camera = بالكاميرا والصوت
lobby-how-sound = بالصوت فقط
lobby-how-sound-hint = تُسمع ولا تُرى
lobby-how-text = بالنص فقط
lobby-how-text-hint = تقرأ وتكتب من غير ميكروفون
lobby-join = انضم إلى الغرفة
lobby-joining = جارٍ الانضمام…
lobby-before = لا يُرسل شيء مما تقوله أو تعرضه قبل أن تضغط هنا.
lobby-facts = من المفيد أن تعرف
lobby-fact-encrypted = مشفّرة بين الأشخاص الموجودين في غرفتك. لا يمكن السماع من { $instance } ولا من أجهزتها.
lobby-fact-recording = لا تسجّل Folkmoot شيئًا. ولا يمكننا منع شخص آخر من التسجيل على جهازه.
lobby-fact-host = من فتح الغرفة يمكنه السماح بالدخول وإخراج شخص. ولا أحد يستطيع تشغيل ميكروفونك.
lobby-protection = ما هو محميّ وما ليس محميًّا

device-microphone = الميكروفون
device-camera = الكاميرا
device-microphone-on = الميكروفون يعمل
device-microphone-off = الميكروفون متوقف
device-camera-on = الكاميرا تعمل
device-camera-off = الكاميرا متوقفة
device-none = لم يوجد شيء
device-unnamed = جهاز { $number }
device-title = الأجهزة
device-level = مستوى الميكروفون
device-works = ميكروفونك يعمل
device-say = قل شيئًا لتجربته
device-silent = ميكروفونك متوقف
device-speaker = يخرج الصوت من
device-replaced = يُستعمل الآن ميكروفون آخر.

processing-title = صوتك
processing-echo = إزالة الصدى
processing-echo-hint = أوقفها مع السماعات فقط
processing-noise = تخفيف الضجيج
processing-noise-hint = أوقفه للموسيقى

## كم يُحمَّل

load-title = ما الذي يُحمَّل
load-all = كل الصور
load-all-hint = بالحجم الذي تُعرض به
load-small = صور صغيرة
load-small-hint = لاتصال بطيء؛ وترسل أنت أيضًا صورة صغيرة
load-sound = الصوت فقط
load-sound-hint = لا صور، والكاميرا متوقفة
load-pictures = إظهار الصور
sound-only-note = الصوت فقط. لا تُحمَّل أي صور.
weak-title = الاتصال محدود.
weak-text = قد يتوقف الصوت والصور للحظات. وحين يُحمَّل أقل يبقى الصوت.
not-now = ليس الآن

## ما يحول بين الشخص وأجهزته.

problem-refused-microphone = رفض المتصفح الميكروفون.
problem-refused-camera = رفض المتصفح الكاميرا.
problem-refused-both = رفض المتصفح الكاميرا والميكروفون.
problem-missing-microphone = لم يوجد ميكروفون.
problem-missing-camera = لم توجد كاميرا.
problem-missing-both = لم توجد كاميرا ولا ميكروفون.
problem-missing-text = صِل جهازًا وحاول مرة أخرى، أو انضم من دونه.
problem-in_use-microphone = الميكروفون مستخدَم في مكان آخر.
problem-in_use-camera = الكاميرا مستخدَمة في مكان آخر.
problem-in_use-both = الكاميرا والميكروفون مستخدَمان في مكان آخر.
problem-in_use-text = أغلق البرنامج أو اللسان الذي يستخدمه ثم حاول مرة أخرى. يمكنك الانضمام من دونه.
problem-failed-microphone = لم يعمل الميكروفون.
problem-failed-camera = لم تعمل الكاميرا.
problem-failed-both = لم تعمل الكاميرا ولا الميكروفون.
problem-failed-text = افصل الجهاز ثم صِله مرة أخرى، أو اختر غيره. يمكنك الانضمام من دونه.
problem-allow-chrome = في Chrome: اضغط العلامة التي قبل العنوان، وشغّل الكاميرا والميكروفون، ثم حاول مرة أخرى.
problem-allow-edge = في Edge: اضغط القفل الذي قبل العنوان، واختر السماح للكاميرا والميكروفون، ثم حاول مرة أخرى.
problem-allow-firefox = في Firefox: اضغط الكاميرا أو الميكروفون المشطوب قبل العنوان، وأزل المنع، ثم حاول مرة أخرى.
problem-allow-safari = في Safari على Mac: افتح قائمة Safari، ثم إعدادات هذا الموقع، واسمح بالكاميرا والميكروفون، ثم حاول مرة أخرى.
problem-allow-ios = على iPhone أو iPad: اضغط العلامة التي بجانب العنوان، وافتح إعدادات الموقع، واسمح بالكاميرا والميكروفون، ثم حاول مرة أخرى. وإن بقي الرفض فافتح الإعدادات، ثم التطبيقات، ثم متصفحك، واسمح بهما هناك.
problem-allow-android = على Android: اضغط العلامة التي قبل العنوان، وافتح الأذونات، واسمح بالكاميرا والميكروفون، ثم حاول مرة أخرى. وإن بقي الرفض فافتح إعدادات الهاتف، ثم التطبيقات، ثم متصفحك، ثم الأذونات.
problem-allow-other = افتح في متصفحك إعدادات هذا الموقع، واسمح بالكاميرا والميكروفون، ثم حاول مرة أخرى.

## علامة التشفير: كاملة، وقصيرة للهاتف

badge-setting_up = جارٍ إعداد التشفير
badge-setting_up-short = جارٍ الإعداد
badge-on = { $people ->
    [one] مشفّرة، وأنت وحدك
    [two] مشفّرة لهذين الشخصين فقط
    [few] مشفّرة لهؤلاء الأشخاص الـ{ $people } فقط
    [many] مشفّرة لهؤلاء الأشخاص الـ{ $people } فقط
   *[other] مشفّرة لهؤلاء الأشخاص الـ{ $people } فقط
}
badge-on-short = مشفّرة
badge-compared = مشفّرة، وقورنت الكلمات
badge-compared-short = قورنت
badge-changed-joined = تغيّرت الكلمات: انضم { $name }
badge-changed-joined-unnamed = تغيّرت الكلمات: انضم شخص
badge-changed-left = تغيّرت الكلمات: غادر { $name }
badge-changed-left-unnamed = تغيّرت الكلمات: غادر شخص
badge-changed-short = تغيّرت الكلمات
badge-differ = الكلمات مختلفة: توقف الصوت والصورة
badge-differ-short = الكلمات مختلفة
badge-forked = محادثات مختلفة: توقف الصوت والصورة
badge-forked-short = محادثات مختلفة
badge-lost = غير مشفّرة: توقف الصوت والصورة
badge-lost-short = غير مشفّرة

## النافذة التي خلفها

safety-title = { $people ->
    [one] مشفّرة، وأنت وحدك
    [two] مشفّرة لهذين الشخصين فقط
    [few] مشفّرة لهؤلاء الأشخاص الـ{ $people } فقط
    [many] مشفّرة لهؤلاء الأشخاص الـ{ $people } فقط
   *[other] مشفّرة لهؤلاء الأشخاص الـ{ $people } فقط
}
safety-setting-up = جارٍ إعداد التشفير
safety-setting-up-text = لا يُرسل شيء ولا يُعرض بعد.
safety-lost-text = لا يُرسل شيء بلا تشفير.
safety-who = لا يرى ما هنا ولا يسمعه ولا يقرؤه إلا الأشخاص الموجودون في هذه الغرفة. تُشغَّل الأجهزة من { $instance } ولا يمكن ذلك منها.
safety-compare = تأكدوا أن لا أحد يتنصّت
safety-compare-text = { $people ->
    [one] حين ينضم أحد يقرأ أحدكما الكلمات بصوت مسموع. إن رأيتما الكلمات الست نفسها فالمفاتيح لديكما وحدكما.
    [two] يقرأ أحدكما الكلمات بصوت مسموع. إن رأيتما الكلمات الست نفسها فالمفاتيح لدى الشخصين اللذين في القائمة فقط.
    [few] يقرأ شخص الكلمات بصوت مسموع. إن رأيتم جميعًا الكلمات الست نفسها فالمفاتيح لدى { $people } أشخاص في القائمة فقط.
    [many] يقرأ شخص الكلمات بصوت مسموع. إن رأيتم جميعًا الكلمات الست نفسها فالمفاتيح لدى { $people } شخصًا في القائمة فقط.
   *[other] يقرأ شخص الكلمات بصوت مسموع. إن رأيتم جميعًا الكلمات الست نفسها فالمفاتيح لدى { $people } شخص في القائمة فقط.
}
safety-words = كلمات الأمان
safety-digits = الشيء نفسه بالأرقام
safety-wait = تُحسب الكلمات الآن.
safety-change = تتغيّر الكلمات حين ينضم أحد أو يغادر.
safety-last-joined = آخر تغيّر { $time }، حين انضم { $name }.
safety-last-joined-unnamed = آخر تغيّر { $time }، حين انضم شخص.
safety-last-left = آخر تغيّر { $time }، حين غادر { $name }.
safety-last-left-unnamed = آخر تغيّر { $time }، حين غادر شخص.
safety-match = الكلمات متطابقة
safety-no-match = الكلمات غير متطابقة
safety-not = ما ليس محميًّا
safety-not-recording = قد يسجّل شخص هنا على جهازه.
safety-not-link = لا ينضم إلا من لديه الرابط، وكل من لديه الرابط يمكنه ذلك.
safety-not-names = يختار كل شخص اسمه بنفسه. لم يتحقق منه أحد.
safety-not-presence = يمكن أن يُرى من { $instance } أنك هنا، ومن متى إلى متى، ومن يرسل صوتًا. لا ما تقوله.
safety-not-page = مصدر الصفحة نفسها { $instance }. والصفحة المغيَّرة قد تتنصّت.
safety-not-left = من غادر قد يسمع مدة خمس ثوانٍ على الأكثر.

differ-title = الكلمات غير متطابقة
differ-text = قد يكون أحد يتنصّت، أو أن أحدكم ما زال يتصل. الميكروفون والكاميرا لديك متوقفان الآن.
differ-wait = انتظر عشر ثوانٍ ثم اقرأ الكلمات مرة أخرى.
differ-leave = إن بقيت مختلفة فغادر، وأخبر الآخرين بطريق غير هذه الصفحة.
differ-again = اعرض الكلمات مرة أخرى
differ-out = غادر الغرفة
forked-text = ما تقرؤه وتراه هنا ليس ما يقرؤه الآخرون ويرونه. الميكروفون والكاميرا لديك متوقفان الآن. غادر، وأخبر الآخرين بطريق غير هذه الصفحة.

## الغرفة

room-heading = محادثة
room-where = كل من لديه الرابط يمكنه الانضمام
room-where-locked = مقفلة: من يأتي ينتظر السماح بالدخول
room-stage = الحاضرون في الغرفة
room-controls = أدوات التحكم
room-queue = دور الكلام
room-alone = أنت أول من حضر.
room-alone-text = أرسل الرابط إلى الآخرين. يدخلون حالما يصلهم.
room-alone-locked = لا أحد هنا سواك.
room-sound-blocked = يحجز المتصفح الصوت.
room-sound-play = شغّل الصوت
room-dropped = انقطع اتصالك.
room-dropped-text = تجري المحاولة من جديد. لا يسمع الآخرون منك شيئًا حتى تعود إلى المجموعة المشفّرة.
room-back = عاد اتصالك.
room-joined = انضم { $name }.
room-left = غادر { $name }.
room-next = الكلمة التالية لك.

control-mute = اكتم الصوت
control-unmute = شغّل الصوت
control-camera-start = شغّل الكاميرا
control-camera-stop = أوقف الكاميرا
control-ask = اطلب الكلمة
control-unask = اترك الدور (رقم { $place })
control-chat = { $count ->
    [0] الدردشة
    [one] الدردشة، رسالة جديدة
    [two] الدردشة، رسالتان جديدتان
    [few] الدردشة، { $count } جديدة
    [many] الدردشة، { $count } جديدة
   *[other] الدردشة، { $count } جديدة
}
control-more = المزيد
control-type = الكتابة بدل الكلام
control-people = الحاضرون والرابط
control-leave = غادر
control-busy = لحظة…

## شاشة معروضة، وشخص مثبَّت

share-start = عرض الشاشة
share-stop = أوقف العرض
share-own = أنت تعرض شاشتك.
share-own-text = يراها كل من في الغرفة.
share-own-sound = يراها كل من في الغرفة ويسمع صوتها.
share-begun = بدأ عرض شاشة { $name }.
share-ended = انتهى عرض شاشة { $name }.
share-shows = تُعرض شاشة { $name }
share-caption = شاشة { $name }
share-show = إظهار شاشة { $name }
share-coming = الشاشة في الطريق.
share-unseen = اخترت الصوت فقط، لذلك لا تُحمَّل.
share-refused = لا يسمح النظام للمتصفح بعرض الشاشة.
share-refused-text = اسمح لمتصفحك بتسجيل الشاشة في إعدادات النظام، في قسم الخصوصية. ثم شغّل المتصفح من جديد.
share-failed = تعذّر عرض الشاشة.
share-failed-text = حاول مرة أخرى، أو اختر نافذة أخرى.
pin-on = تثبيت
pin-off = إلغاء التثبيت
pin-shown = { $name }، بتثبيت منك
large-on = عرض كبير
large-off = العودة إلى الغرفة

## المفاتيح. كل حرف يفعل ما بجانبه.

keyboard-title = لوحة المفاتيح
keyboard-single = استعمال المفاتيح المفردة في هذه الغرفة
keyboard-single-hint = متوقفة في البداية، حتى لا يحدث شيء سهوًا. وحين تكتب تبقى حروفًا.
keyboard-always = هذه تعمل دائمًا
keyboard-tab = مفتاح الجدولة
keyboard-tab-does = إلى الزر أو الحقل التالي
keyboard-enter = مفتاح الإدخال
keyboard-enter-does = يضغط زرًّا ويرسل رسالة
keyboard-arrows = الأسهم
keyboard-arrows-does = بين الدردشة والحاضرين
keyboard-escape = مفتاح الخروج
keyboard-escape-does = يغلق نافذة أو يترك العرض الكبير
key-microphone = كتم الصوت أو تشغيله
key-camera = تشغيل الكاميرا أو إيقافها
key-hand = طلب الكلام أو ترك الدور
key-type = الكتابة بدل الكلام
key-share = عرض الشاشة أو إيقافه
key-large = عرض كبير لما يُعرض
key-chat = الكتابة في الدردشة
key-people = الحاضرون والرابط
key-safety = كلمات الأمان
key-keyboard = هذه القائمة

tile-you = { $name } (أنت)
tile-speaking = الكلام الآن
tile-hand = { $place ->
    [1] التالي
    [2] الثاني
    [3] الثالث
   *[other] رقم { $place }
}
tile-weak = اتصال محدود
tile-shares = تُعرض الشاشة
tile-muted = الميكروفون متوقف
tile-unmuted = الميكروفون يعمل
tile-joining = جارٍ انضمام { $name }
tile-joining-unnamed = شخص ينضم الآن
tile-joining-text = جارٍ تبادل المفاتيح
tile-reconnecting = جارٍ إعادة اتصال { $name }
tile-reconnecting-text = يبقى المكان محفوظًا دقيقتين.
tile-outside = خارج المجموعة المشفّرة
tile-outside-text = هناك اتصال بلا مفاتيح. لا يُعرض منه شيء ولا يصله منك شيء.
tile-unnamed = لا اسم بعد
tile-creator = فتح الغرفة
tile-moderator = إشراف

queue-speaking = الكلام الآن
queue-nobody = لا أحد يتكلم
queue-next = التالي:
queue-then = ثم:
queue-typing = { $name }، كتابةً

panel-label = الدردشة والحاضرون
panel-chat = الدردشة
panel-chat-new = { $count ->
    [one] الدردشة، رسالة جديدة
    [two] الدردشة، رسالتان جديدتان
    [few] الدردشة، { $count } جديدة
    [many] الدردشة، { $count } جديدة
   *[other] الدردشة، { $count } جديدة
}
panel-people = الحاضرون
panel-close = أغلق اللوحة

chat-log = الرسائل
chat-empty = لم يكتب أحد بعد. ما تكتبه هنا مشفّر كالصوت.
chat-label = رسالة إلى الغرفة
chat-keys = مفتاح الإدخال يرسل، ومع مفتاح العالي يبدأ سطرًا جديدًا.
chat-send = أرسل
chat-sending = جارٍ الإرسال
chat-you = أنت
chat-left = { $count ->
    [0] لم يبقَ أي حرف
    [one] بقي حرف واحد
    [two] بقي حرفان
    [few] بقيت { $count } أحرف
    [many] بقي { $count } حرفًا
   *[other] بقي { $count } حرف
}
chat-over = { $count ->
    [one] حرف واحد زائد
    [two] حرفان زائدان
    [few] { $count } أحرف زائدة
    [many] { $count } حرفًا زائدًا
   *[other] { $count } حرف زائد
}
chat-away = أنت غير متصل. أرسلها حين يعود الاتصال.

people-note = { $people ->
    [one] المفاتيح لديك وحدك. لا أحد غيرك في الغرفة.
    [two] المفاتيح لدى هذين الشخصين. لا أحد غيرهما في الغرفة.
    [few] المفاتيح لدى هؤلاء الأشخاص الـ{ $people }. لا أحد غيرهم في الغرفة.
    [many] المفاتيح لدى هؤلاء الأشخاص الـ{ $people }. لا أحد غيرهم في الغرفة.
   *[other] المفاتيح لدى هؤلاء الأشخاص الـ{ $people }. لا أحد غيرهم في الغرفة.
}
people-outside = { $count ->
    [one] هناك اتصال بلا مفاتيح. لا يصله شيء من هذه المحادثة.
    [two] هناك اتصالان بلا مفاتيح. لا يصلهما شيء من هذه المحادثة.
    [few] هناك { $count } اتصالات بلا مفاتيح. لا يصلها شيء من هذه المحادثة.
    [many] هناك { $count } اتصالًا بلا مفاتيح. لا يصلها شيء من هذه المحادثة.
   *[other] هناك { $count } اتصال بلا مفاتيح. لا يصلها شيء من هذه المحادثة.
}
people-creator = فتح الغرفة: يمكنه إخراج شخص
people-moderator = إشراف: يمكنه إخراج شخص
people-more = { $name }: المزيد
people-typing = يكتب بدل أن يتكلم
people-locked = الغرفة مقفلة. من يأتي ينتظر حتى يسمح له مشرف بالدخول.
people-muted = الميكروفون متوقف
people-unmuted = الميكروفون يعمل
people-camera = الكاميرا تعمل
people-shares = عرض الشاشة

## الباب، وما يقرره المشرفون

knock-one = يريد { $name } الدخول.
knock-one-text = لدى { $name } الرابط، ولا يسمع شيئًا حتى يوافق أحدكم.
knock-many = { $count ->
    [zero] لا أحد يريد الدخول.
    [one] يريد شخص واحد الدخول.
    [two] يريد شخصان الدخول.
    [few] يريد { $count } أشخاص الدخول.
    [many] يريد { $count } شخصًا الدخول.
   *[other] يريد { $count } شخص الدخول.
}
knock-many-text = لديهم الرابط، ولا يسمعون شيئًا حتى يوافق أحدكم.
knock-show = اعرضهم
knock-admit = أدخِل { $name }
knock-section = يريد الدخول
order-title = الغرفة
order-open = من لديه الرابط يمكنه الانضمام.
order-lock = أقفل الغرفة
order-unlock = افتح الغرفة
order-end = إنهاء للجميع
end-title = هل تنهي المحادثة للجميع؟
end-text = يغادر الجميع، وتُمحى الغرفة. وبعدها لا يستطيع أحد فتح ما قيل.
cancel = إلغاء
person-mute = اطلب كتم الصوت
person-mute-hint = يرى { $name } طلبك، ويقرر.
person-appoint = أضِف إلى المشرفين
person-appoint-hint = يمكنه السماح بالدخول، وإخراج شخص، وإقفال الغرفة وإنهاؤها.
person-dismiss = لم يعد من المشرفين
person-remove = أخرِج من الغرفة
person-remove-title = هل تُخرج { $name }؟
person-remove-text = يفقد { $name } المفاتيح ولا يستطيع العودة. تحصل الغرفة على رابط آخر: أرسله إلى من سيأتي بعد.
person-remove-delay = قد يسمع ما يقال حتى خمس ثوانٍ بعد ذلك.
person-remove-yes = أخرِج { $name }
mute-asked = يطلب منك { $name } كتم صوتك.
mute-asked-text = القرار لك. لا أحد يستطيع تشغيل ميكروفونك أو إيقافه.
news-link = للغرفة رابط آخر الآن. لم يعد القديم يفتح شيئًا.
news-appointed = أنت الآن من المشرفين: يمكنك السماح بالدخول، وإخراج شخص، وإقفال الغرفة وإنهاؤها.
news-dismissed = لم تعد من المشرفين.
news-locked = الغرفة مقفلة الآن.
news-unlocked = الغرفة مفتوحة من جديد لمن لديه الرابط.
news-typing = يكتب { $name } بدل أن يتكلم.
news-hand = يطلب { $name } الكلمة.
news-chat = كتب { $name } في الدردشة.
news-back = عاد اتصال { $name }.

## نص يظهر أثناء كتابته إلى جانب الكلام

typed-label = مكتوب بدل أن يقال
typed-line = يكتب { $name }:
typed-own = ما تكتبه بدل أن تتكلم
typed-own-hint = يقرأ الآخرون كل حرف وأنت تكتبه. ينهي مفتاح الإدخال السطر، ويسحبه مفتاح الخروج.

## بعد الغرفة

left-title = غادرت الغرفة
left-text = مُحيت مفاتيحك لها من هذا المتصفح. وبعد دقائق من مغادرة آخر شخص تُمحى الغرفة، ولا يستطيع أحد أن يفتح ما قيل.
left-again = انضم مرة أخرى
left-home = العودة إلى البداية
failed-code = الرمز

unsupported-text = لا يستطيع { $browser } { $version } تشفير الفيديو لمجموعة، لذلك تبقى الغرفة مغلقة أمامه. لم يُرسل شيء.
unsupported-needs = تعمل في { $browser } { $needs } وما هو أحدث.
unsupported-others = تعمل في الإصدارات الحديثة من Chrome وEdge وFirefox وSafari.
unsupported-insecure = وصلت هذه الصفحة من غير https، لذلك لا يعطيها المتصفح مفاتيح ولا أجهزة. افتحها بعنوان يبدأ بـ https.
