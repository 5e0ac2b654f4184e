# What scikit-learn and XGBoost reach on the rows of each fold, with the columns prepared for them.
# python3 bench/yardstick-folds.py table.csv LABEL POSITIVE "Column A,Column B" folds.csv ["LR,HGB,HGB tuned,RF,XGB"] [said.csv]
# said.csv is written: what each learner said of each row that was held out.
# Rows that are in no fold are learned from and never judged. Started by `npm run bench -- scoring --beside`.
# Needs pandas, scikit-learn and XGBoost (Debian: python3-pandas python3-sklearn python3-xgboost).
import csv as csv_module
import os
import sys
import time

# One thread each: what is counted is CPU seconds.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

file, label, positive, drop, division = sys.argv[1:6]
only = sys.argv[6].split(",") if len(sys.argv) > 6 else ["LR", "HGB", "HGB tuned", "RF", "XGB"]
said = open(sys.argv[7], "w") if len(sys.argv) > 7 else None
mark = csv_module.Sniffer().sniff(open(file, encoding="utf-8-sig").readline(), ",;\t").delimiter
table = pd.read_csv(file, sep=mark, low_memory=False, encoding="utf-8-sig").replace("Select", np.nan)
outcome = (table[label].astype(str).str.strip() == positive).to_numpy().astype(int)
features = table.drop(columns=[label, *[name for name in drop.split(",") if name]])
features = features.drop(columns=[name for name in features if features[name].nunique() < 2])

for name in list(features):
    if pd.api.types.is_numeric_dtype(features[name]):
        continue
    text = features[name].astype(str).where(features[name].notna())
    bare = pd.to_numeric(text.str.replace(r"[$€£%,\s]|USD|EUR|GBP", "", regex=True), errors="coerce")
    if bare.notna().sum() >= 0.97 * text.notna().sum():
        features[name] = bare
        continue
    # pandas reads each text by itself where days and months could be swapped: the first form that fits all is taken.
    for shape in ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y"]:
        date = pd.to_datetime(text, format=shape, errors="coerce")
        if date.notna().sum() >= 0.97 * text.notna().sum() > 0:
            features[name] = (date - pd.Timestamp("2020-01-01")).dt.total_seconds() / 86400
            features[f"{name} weekday"] = date.dt.weekday
            features[f"{name} hour"] = date.dt.hour
            features[f"{name} month"] = date.dt.month
            break

numbers = [name for name in features if pd.api.types.is_numeric_dtype(features[name])]
words = [name for name in features if name not in numbers]
for name in words:
    often = features[name].value_counts().index[:250]
    features[name] = features[name].where(features[name].isin(often) | features[name].isna(), "all others")

numeric = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
named = make_pipeline(
    SimpleImputer(strategy="constant", fill_value="missing"),
    OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=10),
)
hot = ColumnTransformer([("numbers", numeric, numbers), ("words", named, words)])
filled = ColumnTransformer([("numbers", SimpleImputer(strategy="median", add_indicator=True), numbers), ("words", named, words)])
ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=np.nan)
coded = ColumnTransformer([("words", ordinal, words), ("numbers", "passthrough", numbers)])
categorical = [*range(len(words))]


def boosting(**settings):
    return make_pipeline(coded, HistGradientBoostingClassifier(categorical_features=categorical, random_state=0, **settings))


def tuned(x, y):
    tried = []
    inner = list(StratifiedKFold(3, shuffle=True, random_state=0).split(x, y))
    for rate in [0.03, 0.06]:
        for leaves in [8, 15, 31]:
            settings = {"learning_rate": rate, "max_leaf_nodes": leaves, "max_iter": 400, "early_stopping": True}
            loss = 0
            for a, b in inner:
                model = boosting(**settings).fit(x.iloc[a], y[a])
                loss += log_loss(y[b], model.predict_proba(x.iloc[b])[:, 1])
            tried.append((loss, rate, leaves))
    _, rate, leaves = min(tried)
    return boosting(learning_rate=rate, max_leaf_nodes=leaves, max_iter=400, early_stopping=True).fit(x, y)


def xgboost(x, y):
    import xgboost as xgb

    a, b = train_test_split(np.arange(len(y)), test_size=0.12, stratify=y, random_state=0)
    code = ColumnTransformer([("numbers", "passthrough", numbers), ("words", named, words)], sparse_threshold=0).fit(x.iloc[a])
    model = xgb.XGBClassifier(
        n_estimators=1500, learning_rate=0.05, max_depth=4, subsample=0.8, colsample_bytree=0.7,
        tree_method="hist", early_stopping_rounds=50, eval_metric="logloss", n_jobs=1, random_state=0,
    )
    model.fit(code.transform(x.iloc[a]), y[a], eval_set=[(code.transform(x.iloc[b]), y[b])], verbose=False)
    return make_pipeline(code, model)


models = {
    "LR": lambda x, y: make_pipeline(hot, LogisticRegression(max_iter=2000)).fit(x, y),
    "HGB": lambda x, y: boosting().fit(x, y),
    "HGB tuned": tuned,
    "RF": lambda x, y: make_pipeline(filled, RandomForestClassifier(300, min_samples_leaf=3, n_jobs=1, random_state=0)).fit(x, y),
    "XGB": xgboost,
}

named_folds = pd.read_csv(division, dtype={"fold": str})
fold_of = pd.Series(named_folds["fold"].to_numpy(), index=named_folds["row"]).reindex(range(len(table))).to_numpy()
parts = []
for fold in sorted(set(named_folds["fold"])):
    # "newest" is judged by what came before it.
    parts.append((fold, np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)))


def calibration_error(truth, given):
    groups = np.array_split(np.argsort(given, kind="stable"), 10)
    return sum(len(group) * abs(given[group].mean() - truth[group].mean()) for group in groups) / len(truth)


def floor(given, rounds=20):
    """The calibration error of outcomes drawn from these very probabilities."""
    random = np.random.default_rng(1)
    return np.mean([calibration_error((random.random(len(given)) < given).astype(int), given) for _ in range(rounds)])


if said is not None:
    said.write("learner,part,row,probability\n")
columns = ["AUC", "PR-AUC", "log loss", "Brier", "cal. error", "its floor", "lift", "training s", "predictions/s"]
print("| model | " + " | ".join(columns) + " |", flush=True)
print("|---|" + "---:|" * len(columns), flush=True)
for name in only:
    rows = []
    for part, known, held in parts:
        began = time.process_time()
        model = models[name](features.iloc[known], outcome[known])
        seconds = time.process_time() - began
        began = time.process_time()
        given = model.predict_proba(features.iloc[held])[:, 1]
        speed = len(held) / max(1e-6, time.process_time() - began)
        if said is not None:
            said.writelines(f"{name},{part},{row},{chance:.8f}\n" for row, chance in zip(held, given))
        truth = outcome[held]
        top = np.argsort(-given, kind="stable")[: round(len(truth) / 10)]
        rows.append([
            roc_auc_score(truth, given), average_precision_score(truth, given), log_loss(truth, given),
            brier_score_loss(truth, given), calibration_error(truth, given), floor(given),
            truth[top].mean() / truth.mean(), seconds, speed,
        ])
    mean = np.mean(rows, axis=0)
    digits = [4, 4, 4, 4, 4, 4, 2, 2, 0]
    print(f"| {name} | " + " | ".join(f"{value:.{n}f}" for value, n in zip(mean, digits)) + " |", flush=True)
