# Log loss of scikit-learn's logistic regression on the records of learning curves: a line "size,as it comes,penalty chosen" for each.
# python3 bench/yardstick-curves.py table.csv LABEL POSITIVE "Column A,Column B" parts.json
# parts.json: [{"size": 20, "seen": [rows], "judged": [rows]}]. Started by `npm run bench -- cold-start --python python3`.
# Needs pandas and scikit-learn (Debian: python3-pandas python3-sklearn).
import csv as csv_module
import json
import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

file, label, positive, drop, asked = sys.argv[1:6]
mark = csv_module.Sniffer().sniff(open(file, encoding="utf-8-sig").readline(), ",;\t").delimiter
table = pd.read_csv(file, sep=mark, low_memory=False, encoding="utf-8-sig").replace("Select", np.nan)
outcome = (table[label].astype(str).str.strip() == positive).to_numpy().astype(int)
features = table.drop(columns=[label, *[name for name in drop.split(",") if name]])
for name in list(features):
    if not pd.api.types.is_numeric_dtype(features[name]):
        bare = pd.to_numeric(features[name], errors="coerce")
        if bare.notna().sum() >= 0.97 * features[name].notna().sum():
            features[name] = bare


def prepared(known):
    there = [name for name in features if known[name].nunique() > 0]
    numbers = [name for name in there if pd.api.types.is_numeric_dtype(features[name])]
    words = [name for name in there if name not in numbers]
    numeric = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    named = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OneHotEncoder(handle_unknown="ignore"),
    )
    return ColumnTransformer([("numbers", numeric, numbers), ("words", named, words)])


def chosen(y):
    folds = min(5, np.bincount(y, minlength=2).min())
    if folds < 2:
        return LogisticRegression(max_iter=2000)
    return LogisticRegressionCV(Cs=np.logspace(-4, 2, 13), cv=int(folds), scoring="neg_log_loss", max_iter=2000)


losses = {}
for part in json.load(open(asked)):
    known, held = part["seen"], part["judged"]
    y, truth = outcome[known], outcome[held]
    if len(set(y)) < 2:
        continue
    given = []
    for learner in [LogisticRegression(max_iter=2000), chosen(y)]:
        model = make_pipeline(prepared(features.iloc[known]), learner).fit(features.iloc[known], y)
        given.append(log_loss(truth, model.predict_proba(features.iloc[held])[:, 1]))
    losses.setdefault(part["size"], []).append(given)
for size, all_of in losses.items():
    plain, best = np.mean(all_of, axis=0)
    print(f"{size},{plain:.4f},{best:.4f}", flush=True)
