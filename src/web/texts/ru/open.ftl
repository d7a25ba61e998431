# What anybody may look at. Ids are the same in every language; `$count` and `$what` are filled in.

procedures = Процедуры
procedures-about = Порядок движения запросов в обоих государствах с гарантиями на каждом рубеже. Правила представляют собой файлы, которые может прочитать каждый.
procedures-measures = Меры, к которым применяется эта процедура
