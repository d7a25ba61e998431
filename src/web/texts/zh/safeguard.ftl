# A safeguard checkpoint. Ids are the same in every language; `$count` and `$what` are filled in.

answer-title = 保障措施检查点
answer-question = 问题
answer-articles = 依据
answer-read = 您的答复所针对的内容
answer-read-hint = 您的答复仅对此处所示的原文有效。文字如有变动，将重新提问。
answer-digest = 您所阅内容的摘要值
answer-choose = 您的答复
answer-reason = 理由
answer-reason-hint = 作出否定答复的，以及规则要求说明理由的，须填写理由。理由密封保存。
answer-later = 如以后再答复，截止日期为
answer-save = 保存答复
answer-saved = 您的答复已保存
answer-by = 答复人
answer-not-yours = 此问题由其他人员答复。您可以在此阅读。
answer-link = 答复
